// What was done to the book on this device, and the way back from each step.
import { History as HistoryIcon, Redo2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '@/api/hooks';
import { redo, undo } from '@/app/Shell';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/parts/States';
import css from './history.module.css';
import { HistoryLines } from './HistoryLines';

const PAGE = 100;

export default function History() {
  const [limit, setLimit] = useState(PAGE);
  const history = useAsk('history.list', { limit }, { keep: true });
  const items = history.data?.items ?? [];
  const steps = items.filter(item => item.name !== 'book.create');
  return (
    <div className={css.screen}>
      <PageHeader title={m.history_title()} about={m.history_about()}>
        <Button icon={<Undo2 size={16} aria-hidden />} onClick={() => void undo()}>
          {m.shell_undo()}
        </Button>
        <Button icon={<Redo2 size={16} aria-hidden />} onClick={() => void redo()}>
          {m.shell_redo()}
        </Button>
      </PageHeader>
      {history.isError && <ErrorState error={history.error} onRetry={() => void history.refetch()} />}
      {history.isPending && <SkeletonRows rows={10} />}
      {history.isSuccess && steps.length === 0 && (
        <EmptyState icon={HistoryIcon} title={m.history_none()}>
          {m.history_none_about()}
        </EmptyState>
      )}
      {steps.length > 0 && (
        <div className={css.page}>
          <HistoryLines items={items} />
          {history.data?.more && (
            <Button onClick={() => setLimit(limit + PAGE)} disabled={history.isPlaceholderData}>
              {m.history_more()}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
