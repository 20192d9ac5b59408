// One account: its figures, its balance over time, the statements it was reconciled with.
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import type { AccountView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { go, useAddress } from '@/app/address';
import { useShortcuts } from '@/app/shortcuts';
import { toast, toastError } from '@/app/toasts';
import { undo } from '@/app/Shell';
import { formatDay, formatMonth, monthOf } from '@/lib/dates';
import { formatMinor, formatMoney } from '@/lib/money';
import { m } from '@/messages';
import { Button, IconButton } from '@/parts/Button';
import { Chart } from '@/parts/Chart';
import { Confirm } from '@/parts/Dialog';
import { DayText, Money } from '@/parts/Money';
import { Card, EmptyState, ErrorState, PageHeader, Skeleton } from '@/parts/States';
import { Select } from '@/parts/Choice';
import { AccountForm } from './AccountForm';
import css from './accounts.module.css';
import { DeleteAccount } from './DeleteAccount';
import { dayOfMoment, kindName } from './words';

export function AccountDetail({ account }: { account: AccountView }) {
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null);
  const reconcile = () => go('accounts', { account: account.id, reconcile: '1' });
  useShortcuts([
    { keys: 'c', label: m.accounts_reconcile(), scope: m.accounts_title(), run: reconcile },
    { keys: 'e', label: m.accounts_edit(), scope: m.accounts_title(), run: () => setDialog('edit') },
    { keys: 'escape', label: m.accounts_back(), scope: m.accounts_title(), run: () => go('accounts') },
  ]);
  return (
    <>
      <PageHeader
        title={account.name}
        lead={
          <IconButton label={m.accounts_back()} kind="quiet" onClick={() => go('accounts')}>
            <ArrowLeft size={16} aria-hidden />
          </IconButton>
        }
        about={[kindName(account.kind), account.bank, account.number].filter(Boolean).join(' · ')}
      >
        <Button onClick={() => go('register', { account: account.id })}>{m.accounts_rows()}</Button>
        <Button onClick={() => setDialog('edit')}>{m.accounts_edit()}</Button>
        <Button onClick={() => setDialog('delete')}>{m.accounts_delete()}</Button>
        <Button kind="primary" onClick={reconcile}>
          {m.accounts_reconcile()}
        </Button>
      </PageHeader>
      <div className={css.page}>
        <Card>
          <dl className={css.figures}>
            <Figure name={m.accounts_balance()} value={<Money amount={account.balance} />} />
            <Figure name={m.accounts_cleared_balance()} value={<Money amount={account.cleared_balance} />} />
            <Figure name={m.accounts_uncleared()} value={account.uncleared} />
            <Figure name={m.accounts_transactions()} value={account.transactions} />
            <Figure
              name={m.accounts_last_imported()}
              value={account.last_imported ? <DayText day={dayOfMoment(account.last_imported)} /> : '–'}
            />
            <Figure
              name={m.accounts_last_reconciled()}
              value={account.last_reconciled ? <DayText day={account.last_reconciled} /> : '–'}
            />
          </dl>
        </Card>
        <div className={css.split}>
          <History account={account} />
          <Reconciliations account={account} />
        </div>
      </div>
      {dialog === 'edit' && <AccountForm account={account} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && <DeleteAccount account={account} onClose={() => setDialog(null)} />}
    </>
  );
}

function Figure({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function History({ account }: { account: AccountView }) {
  const { params } = useAddress();
  const step = params['step'] === 'day' ? 'day' : 'month';
  const history = useAsk('account.history', { account: account.id, step }, { keep: true });
  const currency = account.balance.currency;
  const points = history.data?.points ?? [];
  return (
    <Card
      title={m.accounts_history()}
      aside={
        <Select
          label={m.accounts_history_step()}
          value={step}
          options={[
            { value: 'month', label: m.accounts_by_month() },
            { value: 'day', label: m.accounts_by_day() },
          ]}
          onChange={next => go('accounts', { ...params, step: next }, { replace: true })}
        />
      }
    >
      {history.isError ? (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      ) : !history.data ? (
        <Skeleton height={220} />
      ) : points.length === 0 ? (
        <EmptyState title={m.accounts_no_rows()} />
      ) : (
        <Chart
          title={m.accounts_history_of({ account: account.name })}
          kind="lines"
          labels={points.map(point =>
            step === 'month' ? formatMonth(monthOf(point.date), 'short') : formatDay(point.date),
          )}
          series={[{ name: m.accounts_balance(), values: points.map(point => point.balance) }]}
          format={minor => formatMoney({ minor, currency })}
          formatAxis={minor => formatMinor(minor, currency).replace(/[.,]00$/, '')}
        />
      )}
    </Card>
  );
}

function Reconciliations({ account }: { account: AccountView }) {
  const list = useAsk('account.reconciliations', { account: account.id });
  const takeBack = useAct('account.undo_reconciliation');
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <Card title={m.accounts_reconciliations()}>
      {list.isError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <Skeleton height={80} />
      ) : list.data.items.length === 0 ? (
        <p className={css.detail}>{m.accounts_reconciliations_none()}</p>
      ) : (
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{m.accounts_statement_date()}</th>
              <th scope="col" className={css.end}>
                {m.accounts_statement_balance()}
              </th>
              <th scope="col" className={css.end}>
                {m.accounts_locked_rows()}
              </th>
              <th scope="col">
                <span className="visually-hidden">{m.accounts_actions()}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {list.data.items.map(item => (
              <tr key={item.id}>
                <td>
                  <DayText day={item.date} />
                </td>
                <td className={css.end}>
                  <Money amount={item.balance} />
                </td>
                <td className={css.end}>{item.rows}</td>
                <td className={css.end}>
                  <Button size="small" kind="quiet" onClick={() => setAsked(item.id)}>
                    {m.accounts_unlock()}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Confirm
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={m.accounts_unlock_title()}
        confirm={m.accounts_unlock()}
        onConfirm={() =>
          asked &&
          takeBack.mutate(
            { id: asked },
            {
              onError: toastError,
              onSuccess: () =>
                toast({
                  text: m.accounts_unlocked(),
                  action: { label: m.accounts_undo(), run: () => void undo() },
                }),
            },
          )
        }
      >
        {m.accounts_unlock_about()}
      </Confirm>
    </Card>
  );
}
