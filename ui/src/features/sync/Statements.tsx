// Statements that the server imports: handing one over, what became of each, and those that wait for a review.
import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { transport } from '@/api/client';
import type { ServerStatement } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import type { DroppedFile } from '@/api/transport';
import { go, useAddress } from '@/app/address';
import { toast, toastError } from '@/app/toasts';
import shared from '@/features/settings/settings.module.css';
import { formatMoment } from '@/lib/dates';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Select } from '@/parts/Choice';
import { Card, ErrorState, SkeletonRows } from '@/parts/States';
import { ForWriters } from './ForWriters';
import { Step } from './Step';
import { StatementDialog } from './StatementDialog';
import css from './sync.module.css';
import { refusalText, statementText } from './texts';
import { uploadStatement } from './uploading';

/** How many are shown before a person asks for more. */
const FIRST = 8;

export function Statements() {
  const { params } = useAddress();
  const list = useAsk('sync.statements', {}, { keep: true });
  const [shown, setShown] = useState(FIRST);
  const items = list.data?.items ?? [];
  const open = params['statement'];
  return (
    <Card title={m.sync_statements()}>
      <p className={shared.about}>{m.sync_statements_about()}</p>
      <ForWriters>
        <Upload />
      </ForWriters>
      {list.isError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <SkeletonRows rows={2} />
      ) : (
        items.length > 0 && (
          <ul className={css.devices}>
            {items.slice(0, shown).map(one => (
              <Row key={one.id} statement={one} />
            ))}
          </ul>
        )
      )}
      <Step label={m.sync_older()} shown={shown} of={items.length} onMore={() => setShown(shown + 20)} />
      {open !== undefined && open !== '' && (
        <StatementDialog key={open} id={open} onClose={() => go('notices', {}, { replace: true })} />
      )}
    </Card>
  );
}

function Row({ statement }: { statement: ServerStatement }) {
  const waits = statement.state === 'waiting_for_review';
  const { plan } = statement;
  const why = refusalText(statement);
  const again = useAct('sync.decide_statement');
  const failed = statement.state === 'failed';
  return (
    <li className={css.notice} data-unread={waits}>
      <div className={css.grow}>
        <strong>{statement.file}</strong>
        {plan && statement.state === 'committed' && (
          <p className={css.body}>
            {m.sync_statement_counts({ added: plan.new, merged: plan.merged, known: plan.known })}
          </p>
        )}
        {why !== null && <p className={css.body}>{why}</p>}
        <small className={shared.about}>
          {[plan?.account, formatMoment(statement.at)].filter(Boolean).join(' · ')}
        </small>
      </div>
      <span className={waits || failed || statement.state === 'refused' ? shared.warn : shared.about}>
        {statementText(statement)}
      </span>
      {waits && (
        <ForWriters>
          <Button
            size="small"
            aria-label={m.sync_statement_review_of({ file: statement.file })}
            onClick={() => go('notices', { statement: statement.id })}
          >
            {m.sync_statement_review()}
          </Button>
        </ForWriters>
      )}
      {failed && plan && (
        <ForWriters>
          <Button
            size="small"
            disabled={again.isPending}
            aria-label={m.sync_statement_again_of({ file: statement.file })}
            onClick={() => again.mutate({ id: statement.id }, { onError: toastError })}
          >
            {m.sync_statement_again()}
          </Button>
        </ForWriters>
      )}
    </li>
  );
}

function Upload() {
  const accounts = useAsk('account.list', {});
  const field = useRef<HTMLInputElement>(null);
  const [account, setAccount] = useState('');
  const [busy, setBusy] = useState(false);
  const options = (accounts.data?.items ?? [])
    .filter(one => !one.closed)
    .map(one => ({ value: one.id, label: one.name }));
  const send = async (files: readonly DroppedFile[]) => {
    setBusy(true);
    try {
      for (const file of files) {
        const sent = await uploadStatement(file, account === '' ? null : account);
        toast({ text: m.sync_statement_sent({ file: sent.file }) });
      }
    } catch (thrown) {
      toastError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const choose = async () => {
    const { chooseFiles } = transport();
    if (!chooseFiles) field.current?.click();
    else await send(await chooseFiles());
  };
  return (
    <div className={shared.row}>
      <input
        ref={field}
        type="file"
        multiple
        className="visually-hidden"
        tabIndex={-1}
        aria-label={m.sync_statement_upload()}
        onChange={event => {
          void send([...(event.target.files ?? [])].map(file => ({ name: file.name, file })));
          event.target.value = '';
        }}
      />
      <Select
        label={m.sync_statement_account()}
        value={account}
        options={[{ value: '', label: m.sync_statement_account_named() }, ...options]}
        onChange={setAccount}
      />
      <Button
        icon={<FileUp size={16} aria-hidden />}
        disabled={busy}
        onClick={() => void choose().catch(toastError)}
      >
        {m.sync_statement_upload()}
      </Button>
    </div>
  );
}
