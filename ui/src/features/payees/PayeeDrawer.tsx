// One payee: its name, its categories, what was merged into it.
import { useEffect, useState } from 'react';
import type { PayeeDetail } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { go } from '@/app/address';
import { toast, toastError } from '@/app/toasts';
import css from '@/features/organise/organise.module.css';
import { rowQuery } from '@/lib/query';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Dialog } from '@/parts/Dialog';
import { TextField } from '@/parts/Field';
import { ErrorState, Skeleton } from '@/parts/States';

export function PayeeDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const payee = useAsk('payee.show', { payee: id });
  return (
    <Dialog kind="drawer" open onClose={onClose} title={payee.data?.name ?? m.payees_title()}>
      {payee.isError ? (
        <ErrorState error={payee.error} onRetry={() => void payee.refetch()} />
      ) : payee.data ? (
        <Detail payee={payee.data} />
      ) : (
        <Skeleton height={180} />
      )}
    </Dialog>
  );
}

function Detail({ payee }: { payee: PayeeDetail }) {
  const unmerge = useAct('payee.unmerge');
  return (
    <div className={css.stack}>
      <Rename payee={payee} />
      <Categories payee={payee} />
      {payee.merged.length > 0 && (
        <section className={css.stack} aria-label={m.payees_merged_list()}>
          <h3>{m.payees_merged_list()}</h3>
          <ul>
            {payee.merged.map(merged => (
              <li key={merged.id} className={css.item}>
                <span className={css.name}>{merged.name}</span>
                <Button
                  size="small"
                  aria-label={`${m.payees_unmerge()}: ${merged.name}`}
                  onClick={() => unmerge.mutate({ payee: merged.id }, { onError: toastError })}
                >
                  {m.payees_unmerge()}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className={css.line}>
        <Button onClick={() => go('register', { q: rowQuery({ payee: payee.name }) })}>
          {m.payees_show_rows()}
        </Button>
      </div>
    </div>
  );
}

function Rename({ payee }: { payee: PayeeDetail }) {
  const rename = useAct('payee.rename');
  const [name, setName] = useState(payee.name);
  useEffect(() => setName(payee.name), [payee.name]);
  return (
    <form
      className={`${css.line} ${css.lineEnd}`}
      onSubmit={event => {
        event.preventDefault();
        rename.mutate({ payee: payee.id, name }, { onError: toastError });
      }}
    >
      <TextField
        label={m.payees_name()}
        fieldClassName={css.grow ?? ''}
        value={name}
        onChange={setName}
        maxLength={200}
      />
      <Button type="submit" disabled={name.trim() === '' || name.trim() === payee.name}>
        {m.payees_rename()}
      </Button>
    </form>
  );
}

function Categories({ payee }: { payee: PayeeDetail }) {
  const create = useAct('rule.create');
  const [first] = payee.categories;
  const byHand = first && first.by_hand > 0 ? first : null;
  return (
    <section className={css.stack} aria-label={m.payees_categories()}>
      <h3>{m.payees_categories()}</h3>
      <p className={css.quiet}>
        {byHand ? m.payees_default({ category: byHand.name }) : m.payees_no_default()}
      </p>
      {payee.categories.length > 0 && (
        <ul>
          {payee.categories.map(category => (
            <li key={category.id} className={css.item}>
              <span className={css.name}>{category.name}</span>
              <span className={css.quiet}>
                {m.payees_row_count({ count: category.rows })}
                {category.by_hand > 0 && ` · ${m.payees_by_hand({ count: category.by_hand })}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {first && (
        <div className={css.line}>
          <Button
            size="small"
            onClick={() =>
              create.mutate(
                {
                  name: payee.name,
                  conditions: [{ field: 'payee', test: 'is', value: payee.name }],
                  set_category: first.id,
                },
                { onError: toastError, onSuccess: () => toast({ text: m.payees_rule_made() }) },
              )
            }
          >
            {m.payees_always({ category: first.name })}
          </Button>
        </div>
      )}
    </section>
  );
}
