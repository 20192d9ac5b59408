// More of a list that is all here and shown step by step.
import shared from '@/features/settings/settings.module.css';
import { Button } from '@/parts/Button';

interface StepProps {
  label: string;
  shown: number;
  of: number;
  onMore: () => void;
}

export function Step({ label, shown, of, onMore }: StepProps) {
  if (of <= shown) return null;
  return (
    <div className={shared.row}>
      <Button kind="quiet" onClick={onMore}>
        {label}
      </Button>
    </div>
  );
}
