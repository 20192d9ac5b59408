// The first look: what everything is worth, how the month goes, what waits. Every figure leads to its rows.
import { Landmark } from 'lucide-react';
import { useAsk } from '@/api/hooks';
import { go, hashOf } from '@/app/address';
import { monthTitle, today } from '@/lib/dates';
import { Button } from '@/parts/Button';
import { EmptyState, ErrorState, PageHeader, Skeleton } from '@/parts/States';
import { m } from '@/messages';
import { AccountsCard } from './AccountsCard';
import { GoalsCard } from './GoalsCard';
import { MonthCard } from './MonthCard';
import { NetWorthCard } from './NetWorthCard';
import css from './overview.module.css';
import { RiskCard } from './RiskCard';
import { SpendingCard } from './SpendingCard';
import { WaitingCard } from './WaitingCard';

export default function Overview() {
  const day = today();
  const answer = useAsk('overview.show', { day }, { keep: true });
  const accounts = useAsk('account.list', {});
  const error = answer.error ?? accounts.error;
  if (error && !(answer.data && accounts.data)) {
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void answer.refetch();
          void accounts.refetch();
        }}
      />
    );
  }
  if (!answer.data || !accounts.data) return <Waiting />;
  if (accounts.data.items.length === 0) return <Nothing />;
  const data = answer.data;
  return (
    <>
      <PageHeader title={m.overview_title()} about={monthTitle(data.month)} />
      {data.missing_rates.length > 0 && (
        <p className={css.notice}>
          {m.overview_missing_rates({
            currencies: data.missing_rates.map(rate => rate.from).join(', '),
          })}{' '}
          <a href={hashOf('currencies')}>{m.overview_enter_rates()}</a>
        </p>
      )}
      <div className={css.grid}>
        <NetWorthCard day={day} />
        <WaitingCard waiting={data.waiting} />
        <MonthCard data={data} day={day} />
        <SpendingCard data={data} />
        <RiskCard data={data} />
        <GoalsCard day={day} />
        <AccountsCard accounts={accounts.data} />
      </div>
    </>
  );
}

function Waiting() {
  return (
    <>
      <PageHeader title={m.overview_title()} />
      <div className={css.grid}>
        <div className={css.wide}>
          <Skeleton height={264} />
        </div>
        <Skeleton height={264} />
        <Skeleton height={220} />
        <Skeleton height={220} />
        <Skeleton height={220} />
      </div>
    </>
  );
}

function Nothing() {
  return (
    <>
      <PageHeader title={m.overview_title()} />
      <EmptyState
        icon={Landmark}
        title={m.overview_empty()}
        action={
          <>
            <Button kind="primary" onClick={() => go('import')}>
              {m.overview_import()}
            </Button>
            <Button onClick={() => go('accounts')}>{m.overview_make_account()}</Button>
          </>
        }
      >
        {m.overview_empty_about()}
      </EmptyState>
    </>
  );
}
