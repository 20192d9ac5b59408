// Typing an amount or a day: text while it is typed, a value when it is left. What cannot be read stays and is marked.
import { useEffect, useState } from 'react';
import { formatDay, parseDay } from '@/lib/dates';
import { formatMinor, parseMoney } from '@/lib/money';
import { cx } from '@/lib/cx';
import css from './controls.module.css';
import { TextInput, type TextInputProps } from './Field';

interface Common extends Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue'> {
  /** Called when Enter is pressed, after the value was taken. */
  onEnter?: (() => void) | undefined;
}

function useDraft<T>(value: T | null, show: (value: T) => string, read: (text: string) => T | null) {
  const shown = value === null ? '' : show(value);
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => setDraft(null), [shown]);
  const text = draft ?? shown;
  const parsed = text.trim() === '' ? null : read(text);
  const invalid = text.trim() !== '' && parsed === null;
  return { text, parsed, invalid, setDraft };
}

export interface MoneyInputProps extends Common {
  /** Minor units; null is empty. */
  value: number | null;
  currency: string;
  onChange: (minor: number | null) => void;
}

/** An amount in minor units. Small sums such as `12,50+3` are worked out. */
export function MoneyInput({
  value,
  currency,
  onChange,
  onEnter,
  className,
  onKeyDown,
  ...rest
}: MoneyInputProps) {
  const { text, parsed, invalid, setDraft } = useDraft(
    value,
    minor => formatMinor(minor, currency),
    typed => parseMoney(typed, currency),
  );
  const take = () => {
    if (invalid) return false;
    if (parsed !== value) onChange(parsed);
    setDraft(null);
    return true;
  };
  return (
    <TextInput
      inputMode="decimal"
      className={cx(css.amount, className)}
      aria-invalid={invalid}
      {...rest}
      value={text}
      onChange={setDraft}
      onBlur={take}
      onKeyDown={event => {
        if (event.key === 'Enter' && take()) onEnter?.();
        else if (event.key === 'Escape') setDraft(null);
        onKeyDown?.(event);
      }}
    />
  );
}

export interface DateInputProps extends Common {
  /** `YYYY-MM-DD`; null is empty. */
  value: string | null;
  onChange: (day: string | null) => void;
}

/** A day in the person's order; `5` is the fifth of this month. */
export function DateInput({ value, onChange, onEnter, onKeyDown, ...rest }: DateInputProps) {
  const { text, parsed, invalid, setDraft } = useDraft(value, formatDay, typed => parseDay(typed));
  const take = () => {
    if (invalid) return false;
    if (parsed !== value) onChange(parsed);
    setDraft(null);
    return true;
  };
  return (
    <TextInput
      inputMode="numeric"
      aria-invalid={invalid}
      {...rest}
      value={text}
      onChange={setDraft}
      onBlur={take}
      onKeyDown={event => {
        if (event.key === 'Enter' && take()) onEnter?.();
        else if (event.key === 'Escape') setDraft(null);
        onKeyDown?.(event);
      }}
    />
  );
}
