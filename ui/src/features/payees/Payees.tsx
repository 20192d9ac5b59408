// Payees: the list with counts and sums, and cleaning up names that are nearly the same.
import { Combine, Users } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { PayeeView } from '@/api/generated';
import { useAsk } from '@/api/hooks';
import { go, useAddress } from '@/app/address';
import css from '@/features/organise/organise.module.css';
import { cx } from '@/lib/cx';
import { fold } from '@/lib/text';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { DataTable, type Column } from '@/parts/DataTable';
import { TextInput } from '@/parts/Field';
import { DayText, Money } from '@/parts/Money';
import { EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/parts/States';
import { Tabs } from '@/parts/Tabs';
import { chosenOf, useSelection } from '@/parts/useSelection';
import { CleanUp } from './CleanUp';
import { MergePayees } from './MergePayees';
import { PayeeDrawer } from './PayeeDrawer';
import { sortPayees, type PayeeOrder } from './sort';

export default function Payees() {
  const { params } = useAddress();
  const tab = params['tab'] === 'clean' ? 'clean' : 'list';
  const near = useAsk('payee.suggest_merges', {});
  const count = near.data?.total ?? 0;
  return (
    <div className={cx(css.page, css.fill)}>
      <PageHeader title={m.payees_title()} about={m.payees_about()} />
      <div className={cx(css.body, css.grow)}>
        <Tabs
          label={m.payees_title()}
          value={tab}
          onChange={next => go('payees', { tab: next === 'list' ? null : next }, { replace: true })}
          tabs={[
            { value: 'list', label: m.payees_list() },
            { value: 'clean', label: count > 0 ? `${m.payees_clean()} (${count})` : m.payees_clean() },
          ]}
        >
          {null}
        </Tabs>
        {tab === 'clean' ? <CleanUp near={near} /> : <List />}
      </div>
    </div>
  );
}

function List() {
  const payees = useAsk('payee.list', {});
  const [text, setText] = useState('');
  const search = useDeferredValue(fold(text));
  const [order, setOrder] = useState<PayeeOrder>({ by: 'rows', descending: true });
  const [current, setCurrent] = useState(0);
  const [open, setOpen] = useState<string | null>(null);
  const [merging, setMerging] = useState<PayeeView[] | null>(null);
  const shown = useMemo(() => {
    const all = payees.data?.items ?? [];
    return sortPayees(search === '' ? all : all.filter(one => fold(one.name).includes(search)), order);
  }, [payees.data, search, order]);
  const keyAt = useCallback((index: number) => shown[index]?.id, [shown]);
  const selection = useSelection({ total: shown.length, keyAt }, 'payees');

  if (payees.isError) return <ErrorState error={payees.error} onRetry={() => void payees.refetch()} />;
  if (!payees.data) return <SkeletonRows rows={12} />;
  if (payees.data.items.length === 0) {
    return (
      <EmptyState
        icon={Users}
        title={m.payees_none_title()}
        action={<Button onClick={() => go('register')}>{m.payees_none_action()}</Button>}
      >
        {m.payees_none_about()}
      </EmptyState>
    );
  }
  const columns = columnsOf(order, by =>
    setOrder(before => ({ by, descending: before.by === by ? !before.descending : by !== 'name' })),
  );
  // Also those that the search hides: payees of different names are to be merged.
  const chosen = chosenOf(payees.data.items, one => one.id, selection);
  return (
    <>
      <div className={css.line}>
        <TextInput
          className={css.search}
          type="search"
          aria-label={m.payees_search()}
          placeholder={m.payees_search()}
          value={text}
          onChange={setText}
        />
        <Button
          icon={<Combine size={16} aria-hidden />}
          disabled={chosen.length < 2}
          onClick={() => setMerging(chosen)}
        >
          {chosen.length < 2 ? m.payees_merge_some() : m.payees_merge_selected({ count: chosen.length })}
        </Button>
      </div>
      <div className={cx(css.grow, css.tableFrame)}>
        <DataTable
          label={m.payees_title()}
          columns={columns}
          total={shown.length}
          row={index => shown[index]}
          rowKey={row => row.id}
          current={current}
          onCurrent={setCurrent}
          onOpen={index => setOpen(shown[index]?.id ?? null)}
          selection={selection}
        />
      </div>
      {open && <PayeeDrawer id={open} onClose={() => setOpen(null)} />}
      {merging && (
        <MergePayees
          payees={merging}
          onClose={() => {
            setMerging(null);
            selection.clear();
          }}
        />
      )}
    </>
  );
}

function columnsOf(order: PayeeOrder, onSort: (by: PayeeOrder['by']) => void): Column<PayeeView>[] {
  const sort = (by: PayeeOrder['by']) => ({
    onSort: () => onSort(by),
    sorted:
      order.by === by ? (order.descending ? ('descending' as const) : ('ascending' as const)) : undefined,
  });
  return [
    {
      id: 'name',
      title: m.payees_name(),
      width: 'minmax(200px, 2fr)',
      cell: row => row.name,
      ...sort('name'),
    },
    {
      id: 'merged',
      title: m.payees_merged(),
      width: '90px',
      align: 'end',
      cell: row => (row.merged > 0 ? row.merged : ''),
    },
    {
      id: 'rows',
      title: m.payees_rows(),
      width: '120px',
      align: 'end',
      cell: row => <span className="number">{row.transactions}</span>,
      ...sort('rows'),
    },
    {
      id: 'last',
      title: m.payees_last(),
      width: '120px',
      align: 'end',
      cell: row => (row.last_day ? <DayText day={row.last_day} /> : ''),
      ...sort('last'),
    },
    {
      id: 'total',
      title: m.payees_total(),
      width: 'minmax(140px, 1fr)',
      align: 'end',
      cell: row => (
        <span className={cx(css.line, css.lineRight)}>
          {row.totals.map(total => (
            <Money key={total.currency} amount={total} signed />
          ))}
        </span>
      ),
      ...sort('total'),
    },
  ];
}
