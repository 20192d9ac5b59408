// A note to the month, kept when the field is left.
import { useState } from 'react';
import { useAct } from '@/api/hooks';
import { toastError } from '@/app/toasts';
import { Field, TextArea } from '@/parts/Field';
import { m } from '@/messages';
import css from './budgets.module.css';

export function MonthNote({ month, note }: { month: string; note: string | null }) {
  const [text, setText] = useState(note ?? '');
  const save = useAct('budget.set_note');
  const keep = () => {
    if (text.trim() !== (note ?? '')) save.mutate({ month, note: text }, { onError: toastError });
  };
  return (
    <Field label={m.budgets_note()} className={css.note}>
      {({ id }) => (
        <TextArea
          id={id}
          rows={2}
          value={text}
          placeholder={m.budgets_note_hint()}
          onChange={setText}
          onBlur={keep}
        />
      )}
    </Field>
  );
}
