// Says on every screen that the book is shared for reading only: nothing that is tried here would change it.
import { Eye } from 'lucide-react';
import { useAsk } from '@/api/hooks';
import { m } from '@/messages';
import css from './sync.module.css';

export function SharedBanner() {
  const { data } = useAsk('sync.status', {}, { keep: true });
  if (data?.role !== 'reader') return null;
  return (
    <div className={css.banner} role="status">
      <Eye size={16} aria-hidden />
      <span>
        {data.waiting > 0 ? m.sync_reads_only_waiting({ count: data.waiting }) : m.sync_reads_only()}
      </span>
    </div>
  );
}
