// More of a list that is all here and shown step by step.
import shared from '@/features/settings/settings.module.css';
import { m } from '@/messages';
import { Button } from '@/parts/Button';

export function Step({ shown, of, onMore }: { shown: number; of: number; onMore: () => void }) {
  if (of <= shown) return null;
  return (
    <div className={shared.row}>
      <Button kind="quiet" onClick={onMore}>
        {m.sync_older()}
      </Button>
    </div>
  );
}
