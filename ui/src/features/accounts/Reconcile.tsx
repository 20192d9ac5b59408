// Reconciling: the statement's day and balance, its rows ticked off one by one, the difference at sight, and locking when it is nil.
import { Lock } from 'lucide-react';
import { useState } from 'react';
import type { AccountView, ReconcilePage, RowView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { go, useAddress } from '@/app/address';
import { undo } from '@/app/Shell';
import { useShortcuts } from '@/app/shortcuts';
import { toast, toastError } from '@/app/toasts';
import { today } from '@/lib/dates';
import { m } from '@/messages';
import { DateInput, MoneyInput } from '@/parts/AmountInput';
import { Button } from '@/parts/Button';
import { Checkbox, Switch } from '@/parts/Choice';
import { DataTable, type Column } from '@/parts/DataTable';
import { Confirm } from '@/parts/Dialog';
import { Field } from '@/parts/Field';
import { DayText, Money } from '@/parts/Money';
import { EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/parts/States';
import css from './accounts.module.css';

const FIRST = 400;
const MOST = 10_000;

export function Reconcile({ account }: { account: AccountView }) {
  const { params } = useAddress();
  const [limit, setLimit] = useState(FIRST);
  const date = params['date'] ?? today();
  const balance = params['balance'] ? Number(params['balance']) : account.cleared_balance.minor;
  const onlyUncleared = params['all'] !== '1';
  const input = { account: account.id, date, balance, only_uncleared: onlyUncleared, limit };
  const page = useAsk('account.reconcile_rows', input, { keep: true });
  const set = (part: Record<string, string | null>) =>
    go('accounts', { ...params, ...part }, { replace: true });
  const leave = () => go('accounts', { account: account.id });
  useShortcuts([{ keys: 'escape', label: m.accounts_back(), scope: m.accounts_reconcile(), run: leave }]);
  return (
    <div className={css.reconcile}>
      <PageHeader
        title={m.accounts_reconcile_title({ account: account.name })}
        about={m.accounts_reconcile_about()}
      >
        <Button onClick={leave}>{m.parts_close()}</Button>
      </PageHeader>
      <div className={css.start}>
        <Field label={m.accounts_statement_date()}>
          {({ id }) => <DateInput id={id} value={date} onChange={next => next && set({ date: next })} />}
        </Field>
        <Field label={m.accounts_statement_balance()}>
          {({ id }) => (
            <MoneyInput
              id={id}
              value={balance}
              currency={account.balance.currency}
              onChange={next => set({ balance: String(next ?? 0) })}
            />
          )}
        </Field>
        <Switch
          checked={!onlyUncleared}
          onChange={on => set({ all: on ? '1' : null })}
          label={m.accounts_show_ticked()}
        />
      </div>
      {page.isError ? (
        <ErrorState error={page.error} onRetry={() => void page.refetch()} />
      ) : !page.data ? (
        <SkeletonRows />
      ) : (
        <>
          <Rows
            account={account}
            page={page.data}
            onMore={() => setLimit(former => Math.min(MOST, former * 2))}
          />
          <Finish account={account} page={page.data} date={date} balance={balance} onDone={leave} />
        </>
      )}
    </div>
  );
}

function columnsFor(toggle: (row: RowView) => void): Column<RowView>[] {
  return [
    {
      id: 'tick',
      title: <span className="visually-hidden">{m.accounts_tick()}</span>,
      width: '44px',
      cell: row => (
        <Checkbox
          hideLabel
          checked={row.clearing !== 'uncleared'}
          onChange={() => toggle(row)}
          label={m.accounts_tick_row({ row: row.description })}
        />
      ),
    },
    { id: 'date', title: m.accounts_date(), width: '110px', cell: row => <DayText day={row.date} /> },
    {
      id: 'text',
      title: m.accounts_description(),
      width: 'minmax(180px, 2fr)',
      cell: row => row.payee ?? row.description,
    },
    {
      id: 'category',
      title: m.accounts_category(),
      width: 'minmax(120px, 1fr)',
      cell: row => row.category ?? '–',
    },
    {
      id: 'amount',
      title: m.accounts_amount(),
      width: '140px',
      align: 'end',
      cell: row => <Money amount={row.amount} signed />,
    },
  ];
}

function Rows({ account, page, onMore }: { account: AccountView; page: ReconcilePage; onMore: () => void }) {
  const [current, setCurrent] = useState(0);
  const tick = useAct('account.clear_rows');
  const toggle = (row: RowView | undefined) => {
    if (!row) return;
    tick.mutate(
      { account: account.id, cleared: row.clearing === 'uncleared', rows: [row.id] },
      { onError: toastError },
    );
  };
  if (page.items.length === 0) {
    return <EmptyState title={m.accounts_all_ticked()}>{m.accounts_all_ticked_about()}</EmptyState>;
  }
  return (
    <div className={css.rows}>
      <DataTable
        label={m.accounts_rows_to_tick()}
        columns={columnsFor(toggle)}
        total={page.items.length}
        row={index => page.items[index]}
        rowKey={row => row.id}
        current={Math.min(current, page.items.length - 1)}
        onCurrent={setCurrent}
        onOpen={index => toggle(page.items[index])}
        onShow={(_, last) => {
          if (page.next && last >= page.items.length - 20) onMore();
        }}
        onKey={(event, index) => {
          if (event.key !== ' ') return false;
          toggle(page.items[index]);
          return true;
        }}
      />
    </div>
  );
}

interface FinishProps {
  account: AccountView;
  page: ReconcilePage;
  date: string;
  balance: number;
  onDone: () => void;
}

function Finish({ account, page, date, balance, onDone }: FinishProps) {
  const [asked, setAsked] = useState<'lock' | 'adjust' | null>(null);
  const reconcile = useAct('account.reconcile');
  const tickAll = useAct('account.clear_rows');
  const agrees = page.difference.minor === 0;
  useShortcuts([
    {
      keys: 'mod+enter',
      label: m.accounts_finish(),
      scope: m.accounts_reconcile(),
      inFields: true,
      run: () => setAsked(agrees ? 'lock' : 'adjust'),
    },
  ]);
  const lock = (adjust: boolean) =>
    reconcile.mutate(
      { account: account.id, date, balance, adjust },
      {
        onError: toastError,
        onSuccess: done => {
          toast({
            text: m.accounts_reconciled({ count: done.to_lock.length }),
            action: { label: m.accounts_undo(), run: () => void undo() },
          });
          onDone();
        },
      },
    );
  return (
    <div className={css.bar}>
      <dl aria-live="polite">
        <div>
          <dt>{m.accounts_ticked_balance()}</dt>
          <dd>
            <Money amount={page.cleared_balance} />
          </dd>
        </div>
        <div>
          <dt>{m.accounts_difference()}</dt>
          <dd className={agrees ? css.agrees : css.differs}>
            {agrees ? m.accounts_agrees() : <Money amount={page.difference} />}
          </dd>
        </div>
        <div>
          <dt>{m.accounts_not_ticked()}</dt>
          <dd>{page.uncleared}</dd>
        </div>
        <div>
          <dt>{m.accounts_to_lock()}</dt>
          <dd>{page.to_lock}</dd>
        </div>
      </dl>
      <Button
        disabled={page.uncleared === 0 || tickAll.isPending}
        onClick={() =>
          tickAll.mutate({ account: account.id, cleared: true, through: date }, { onError: toastError })
        }
      >
        {m.accounts_tick_all()}
      </Button>
      {!agrees && <Button onClick={() => setAsked('adjust')}>{m.accounts_adjust()}</Button>}
      <Button
        kind="primary"
        icon={<Lock size={14} aria-hidden />}
        disabled={!agrees || reconcile.isPending}
        onClick={() => setAsked('lock')}
      >
        {m.accounts_finish()}
      </Button>
      <Confirm
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={
          asked === 'adjust' ? m.accounts_adjust_title() : m.accounts_lock_title({ count: page.to_lock })
        }
        confirm={asked === 'adjust' ? m.accounts_adjust() : m.accounts_finish()}
        onConfirm={() => lock(asked === 'adjust')}
      >
        {asked === 'adjust' ? (
          <>
            {m.accounts_adjust_about()} <Money amount={page.difference} />
          </>
        ) : (
          m.accounts_lock_about()
        )}
      </Confirm>
    </div>
  );
}
