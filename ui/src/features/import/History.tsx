// Every import that was made, newest first; any of them can be taken back.
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import type { ImportView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { formatDay, today } from '@/lib/dates';
import { Button } from '@/parts/Button';
import { DataTable, type Column } from '@/parts/DataTable';
import { Confirm } from '@/parts/Dialog';
import { EmptyState, ErrorState, SkeletonRows } from '@/parts/States';
import { m } from '@/messages';
import css from './import.module.css';
import { ProofBadge } from './Proof';

export function History() {
  const list = useAsk('import.list', {}, { keep: true });
  const undo = useAct('import.undo');
  const [at, setAt] = useState(0);
  const [asked, setAsked] = useState<ImportView | null>(null);
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonRows />;
  const items = list.data.items;
  if (items.length === 0)
    return (
      <EmptyState icon={Inbox} title={m.import_history_empty()}>
        {m.import_history_empty_text()}
      </EmptyState>
    );
  const takeBack = (view: ImportView) =>
    undo.mutate(
      { batch: view.batch },
      { onSuccess: () => toast({ text: m.import_undone({ file: view.file }) }), onError: toastError },
    );
  return (
    <div className={css.full}>
      <DataTable
        label={m.import_tab_history()}
        total={items.length}
        row={index => items[index]}
        rowKey={view => view.batch}
        current={at}
        onCurrent={setAt}
        onOpen={index => items[index] && !items[index].undone && setAsked(items[index])}
        rowHeight={40}
        columns={columns(setAsked)}
      />
      <Confirm
        open={asked !== null}
        onClose={() => setAsked(null)}
        onConfirm={() => asked && takeBack(asked)}
        title={m.import_undo_title({ file: asked?.file ?? '' })}
        confirm={m.import_undo_confirm()}
        danger
      >
        {m.import_undo_text({ count: asked?.added ?? 0 })}
      </Confirm>
    </div>
  );
}

function columns(onUndo: (view: ImportView) => void): Column<ImportView>[] {
  return [
    {
      id: 'when',
      title: m.import_col_when(),
      width: '110px',
      cell: view => (view.at === null ? '–' : formatDay(today(new Date(view.at)))),
    },
    { id: 'file', title: m.import_col_file(), width: 'minmax(160px, 1.8fr)', cell: view => view.file },
    {
      id: 'account',
      title: m.import_account(),
      width: 'minmax(120px, 1fr)',
      cell: view => view.account,
    },
    { id: 'new', title: m.import_col_new(), width: '64px', align: 'end', cell: view => view.added },
    { id: 'known', title: m.import_col_known(), width: '82px', align: 'end', cell: view => view.known },
    {
      id: 'merged',
      title: m.import_col_merged(),
      width: '76px',
      align: 'end',
      cell: view => view.merged,
    },
    {
      id: 'proof',
      title: m.import_col_proof(),
      width: 'minmax(146px, 0.6fr)',
      cell: view => <ProofBadge proof={view.proof} />,
    },
    {
      id: 'undo',
      title: m.import_col_back(),
      width: '110px',
      align: 'end',
      cell: view =>
        view.undone ? (
          <span className={css.muted}>{m.import_taken_back()}</span>
        ) : (
          <Button size="small" tabIndex={-1} onClick={() => onUndo(view)}>
            {m.shell_undo()}
          </Button>
        ),
    },
  ];
}
