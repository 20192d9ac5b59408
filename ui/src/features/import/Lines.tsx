// The lines of a plan by kind, page by page; single lines can be left out or brought in.
import { useCallback, useState } from 'react';
import { call } from '@/api/client';
import type { PlanLineView, PlanView, Show } from '@/api/generated';
import { useAct } from '@/api/hooks';
import { toastError } from '@/app/toasts';
import { Button } from '@/parts/Button';
import { Chip } from '@/parts/Chip';
import { DataTable, type Column } from '@/parts/DataTable';
import { DayText, Money } from '@/parts/Money';
import { useRowWindow } from '@/parts/useRowWindow';
import { m } from '@/messages';
import { planChanged } from './flow';
import css from './import.module.css';
import { ignored } from './words';

export function Lines({ plan }: { plan: PlanView }) {
  const [show, setShow] = useState<Show | null>(null);
  const kinds: { show: Show; label: string; count: number }[] = [
    { show: 'new', label: m.import_count_new({ count: plan.new }), count: plan.new },
    { show: 'known', label: m.import_count_known({ count: plan.known }), count: plan.known },
    { show: 'ignored', label: m.import_count_ignored({ count: plan.ignored }), count: plan.ignored },
  ];
  return (
    <div>
      <div className={css.row}>
        {kinds.map(kind => (
          <Chip
            key={kind.show}
            pressed={show === kind.show}
            onPress={() => setShow(show === kind.show ? null : kind.show)}
          >
            {kind.label}
          </Chip>
        ))}
        {plan.merged > 0 && (
          <span className={css.muted}>{m.import_count_merged({ count: plan.merged })}</span>
        )}
      </div>
      {show && <Table plan={plan} show={show} />}
    </div>
  );
}

function Table({ plan, show }: { plan: PlanView; show: Show }) {
  const [at, setAt] = useState(0);
  const decide = useAct('import.decide');
  const input = { plan: plan.plan, show };
  const fetchBlock = useCallback(
    async (offset: number, limit: number) => {
      const page = await call('import.lines', { plan: plan.plan, show, offset, limit });
      return { rows: page.items, total: page.total };
    },
    [plan.plan, show],
  );
  const rows = useRowWindow<PlanLineView>(['import.lines', input], fetchBlock);
  const flip = (line: PlanLineView | undefined) => {
    if (!line || show === 'known') return;
    const decision = line.fate === 'ignored' ? (line.decided ? 'proposed' : 'add') : 'leave_out';
    decide.mutate(
      { plan: plan.plan, index: line.index, decision },
      { onSuccess: planChanged, onError: toastError },
    );
  };
  return (
    <div className={css.table} style={{ height: Math.min(400, 36 + 34 * Math.max(1, rows.total ?? 6)) }}>
      <DataTable
        label={m.import_lines_label()}
        total={rows.total ?? 0}
        row={rows.row}
        onShow={rows.show}
        rowKey={line => String(line.index)}
        current={at}
        onCurrent={setAt}
        onOpen={index => flip(rows.row(index))}
        columns={columns(show, flip)}
      />
    </div>
  );
}

function columns(show: Show, flip: (line: PlanLineView) => void): Column<PlanLineView>[] {
  return [
    { id: 'line', title: m.import_col_line(), width: '64px', align: 'end', cell: line => line.line },
    {
      id: 'date',
      title: m.import_col_date(),
      width: '104px',
      cell: line => <DayText day={line.date} />,
    },
    {
      id: 'text',
      title: m.import_col_text(),
      width: 'minmax(160px, 1fr)',
      cell: line => line.description,
    },
    {
      id: 'amount',
      title: m.import_col_amount(),
      width: '140px',
      align: 'end',
      cell: line => <Money amount={line.amount} />,
    },
    {
      id: 'what',
      title: m.import_col_what(),
      width: '190px',
      cell: line =>
        show === 'known' ? (
          <span className={css.muted}>{line.existing?.category ?? m.import_known()}</span>
        ) : (
          <>
            {show === 'ignored' && <span className={css.muted}>{ignored(line.ignored_because)}</span>}
            <Button size="small" kind="quiet" tabIndex={-1} onClick={() => flip(line)}>
              {show === 'ignored' ? m.import_bring_in() : m.import_leave_out()}
            </Button>
          </>
        ),
    },
  ];
}
