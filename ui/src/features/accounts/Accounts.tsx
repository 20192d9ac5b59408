// Accounts: the list by group; with `account` in the address one account, with `reconcile` its reconciliation.
import { Landmark, Plus } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '@/api/hooks';
import { go, useAddress } from '@/app/address';
import { useShortcuts } from '@/app/shortcuts';
import { ForWriters } from '@/features/sync/ForWriters';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/parts/States';
import { Switch } from '@/parts/Choice';
import { AccountDetail } from './AccountDetail';
import { AccountForm } from './AccountForm';
import { AccountTable } from './AccountTable';
import css from './accounts.module.css';
import { Reconcile } from './Reconcile';
import { Totals } from './Totals';

export default function Accounts() {
  const { params } = useAddress();
  const accounts = useAsk('account.list', {});
  if (accounts.isError) return <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />;
  if (!accounts.data) return <SkeletonRows />;
  const chosen = accounts.data.items.find(one => one.id === params['account']);
  if (chosen && params['reconcile'] === '1') return <Reconcile key={chosen.id} account={chosen} />;
  if (chosen) return <AccountDetail key={chosen.id} account={chosen} />;
  return <Overview list={accounts.data} />;
}

type List = NonNullable<ReturnType<typeof useAsk<'account.list'>>['data']>;

function Overview({ list }: { list: List }) {
  const { params } = useAddress();
  const [making, setMaking] = useState(false);
  const closed = list.items.filter(one => one.closed).length;
  const withClosed = params['closed'] === '1';
  useShortcuts([
    { keys: 'n', label: m.accounts_new(), scope: m.accounts_title(), run: () => setMaking(true) },
  ]);
  const form = making && <AccountForm onClose={() => setMaking(false)} />;
  if (list.items.length === 0) {
    return (
      <>
        <PageHeader title={m.accounts_title()} />
        <EmptyState
          icon={Landmark}
          title={m.accounts_none()}
          action={
            <>
              <Button kind="primary" onClick={() => go('import')}>
                {m.accounts_import()}
              </Button>
              <Button onClick={() => setMaking(true)}>{m.accounts_new()}</Button>
            </>
          }
        >
          {m.accounts_none_about()}
        </EmptyState>
        {form}
      </>
    );
  }
  return (
    <>
      <PageHeader title={m.accounts_title()}>
        {closed > 0 && (
          <Switch
            checked={withClosed}
            onChange={on => go('accounts', { ...params, closed: on ? '1' : null }, { replace: true })}
            label={m.accounts_show_closed({ count: closed })}
          />
        )}
        <ForWriters>
          <Button kind="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setMaking(true)}>
            {m.accounts_new()}
          </Button>
        </ForWriters>
      </PageHeader>
      <div className={css.page}>
        <Totals totals={list.totals} converted={list.converted} missing={list.missing_rates} />
        <AccountTable list={list} withClosed={withClosed} />
      </div>
      {form}
    </>
  );
}
