// A small label that can be pressed or removed: filters, tags.
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';
import css from './controls.module.css';

export interface ChipProps {
  children: ReactNode;
  pressed?: boolean;
  onPress?: () => void;
  onRemove?: () => void;
  /** Name of the remove button. */
  removeLabel?: string;
  className?: string;
}

export function Chip({ children, pressed, onPress, onRemove, removeLabel, className }: ChipProps) {
  if (onPress) {
    return (
      <button
        type="button"
        aria-pressed={pressed ?? false}
        className={cx(css.chip, className)}
        onClick={onPress}
      >
        {children}
      </button>
    );
  }
  return (
    <span className={cx(css.chip, className)}>
      {children}
      {onRemove && (
        <button
          type="button"
          className={css.chipRemove}
          aria-label={removeLabel}
          title={removeLabel}
          onClick={onRemove}
        >
          <X size={12} aria-hidden />
        </button>
      )}
    </span>
  );
}
