// A month of the budget: what may be spent or was set aside, what was spent, what is left.
import { PiggyBank } from 'lucide-react';
import { useState } from 'react';
import { useAct, useAsk } from '@/api/hooks';
import type { BudgetMonth } from '@/api/generated';
import { go, hashOf, useAddress } from '@/app/address';
import { useShortcuts } from '@/app/shortcuts';
import { toastError } from '@/app/toasts';
import { addMonths, formatMonth, monthOf, today } from '@/lib/dates';
import { Button } from '@/parts/Button';
import { EmptyState, ErrorState, PageHeader, Skeleton, SkeletonRows } from '@/parts/States';
import { m } from '@/messages';
import { BudgetDetail } from './BudgetDetail';
import { BudgetTable } from './BudgetTable';
import css from './budgets.module.css';
import { CoverDialog } from './CoverDialog';
import { Figures } from './Figures';
import { isMonth, isUnbudgeted, linesOf } from './model';
import { filled, MonthActions, MonthBar } from './MonthBar';
import { MonthNote } from './MonthNote';

export default function Budgets() {
  const { params } = useAddress();
  const month = isMonth(params['month']) ? params['month'] : monthOf(today());
  const answer = useAsk('budget.month', { month }, { keep: true });
  const [covering, setCovering] = useState<string | null>(null);
  const show = (next: string) => go('budgets', { ...params, month: next, category: null });
  const open = (category: string | null) => go('budgets', { ...params, month, category });
  useShortcuts([
    {
      keys: 'alt+arrowleft',
      label: m.budgets_previous(),
      scope: m.budgets_title(),
      run: () => show(addMonths(month, -1)),
    },
    {
      keys: 'alt+arrowright',
      label: m.budgets_next(),
      scope: m.budgets_title(),
      run: () => show(addMonths(month, 1)),
    },
  ]);
  if (answer.isError && !answer.data) {
    return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  const data = answer.data;
  const line = data && linesOf(data).find(one => one.category_id === params['category']);
  const hole = data && linesOf(data).find(one => one.category_id === covering);
  return (
    <>
      <PageHeader title={m.budgets_title()}>
        <MonthBar month={month} onMonth={show} />
        <MonthActions month={month} data={data} />
      </PageHeader>
      {data ? (
        <Month data={data} onOpen={open} onCover={setCovering} />
      ) : (
        <div className={css.screen}>
          <Skeleton height={84} />
          <SkeletonRows rows={14} />
        </div>
      )}
      {data && line && (
        <BudgetDetail data={data} line={line} onClose={() => open(null)} onCover={setCovering} />
      )}
      {data && hole && <CoverDialog data={data} line={hole} onClose={() => setCovering(null)} />}
    </>
  );
}

interface MonthProps {
  data: BudgetMonth;
  onOpen: (category: string) => void;
  onCover: (category: string) => void;
}

function Month({ data, onOpen, onCover }: MonthProps) {
  if (data.groups.length === 0) {
    return (
      <EmptyState
        icon={PiggyBank}
        title={m.budgets_no_categories()}
        action={
          <Button kind="primary" onClick={() => go('categories')}>
            {m.budgets_make_categories()}
          </Button>
        }
      >
        {m.budgets_no_categories_about()}
      </EmptyState>
    );
  }
  return (
    <div className={css.screen}>
      <Figures data={data} />
      {isUnbudgeted(data) && <Start data={data} />}
      {data.missing_rates.length > 0 && (
        <p className={css.notice}>
          {m.budgets_missing_rates({ currencies: data.missing_rates.map(rate => rate.from).join(', ') })}{' '}
          <a href={hashOf('currencies')}>{m.budgets_enter_rates()}</a>
        </p>
      )}
      <BudgetTable data={data} onOpen={onOpen} onCover={onCover} />
      <MonthNote key={data.month} month={data.month} note={data.note} />
    </div>
  );
}

/** A month nobody budgeted yet: three ways to begin. */
function Start({ data }: { data: BudgetMonth }) {
  const copy = useAct('budget.copy_month');
  const average = useAct('budget.fill_average');
  const done = { onSuccess: filled, onError: toastError };
  const before = addMonths(data.month, -1);
  return (
    <section className={css.start} aria-label={m.budgets_start_title()}>
      <div>
        <h2>{m.budgets_start_title()}</h2>
        <p>{data.style === 'tracking' ? m.budgets_start_tracking() : m.budgets_start_envelope()}</p>
      </div>
      <div className={css.startActions}>
        <Button kind="primary" onClick={() => average.mutate({ month: data.month, months: 3 }, done)}>
          {m.budgets_average({ months: 3 })}
        </Button>
        {data.started !== null && data.started < data.month && (
          <Button onClick={() => copy.mutate({ from: before, to: data.month }, done)}>
            {m.budgets_copy({ month: formatMonth(before) })}
          </Button>
        )}
      </div>
    </section>
  );
}
