// Jumps to a day of the list.
import { useState } from 'react';
import { call } from '@/api/client';
import { toast, toastError } from '@/app/toasts';
import { today } from '@/lib/dates';
import { m } from '@/messages';
import { DateInput } from '@/parts/AmountInput';
import { Button } from '@/parts/Button';
import { Dialog } from '@/parts/Dialog';
import { Field } from '@/parts/Field';

export interface GoToDateProps {
  query: string;
  sort: string;
  onGo: (index: number) => void;
  onClose: () => void;
}

export function GoToDate({ query, sort, onGo, onClose }: GoToDateProps) {
  const [date, setDate] = useState<string | null>(today());
  const jump = async (day: string | null) => {
    if (day === null) return;
    if (!sort.endsWith('date')) return toast({ text: m.register_go_needs_date() });
    try {
      const place = await call('register.locate', { query, sort, date: day });
      onClose();
      onGo(place.offset);
    } catch (thrown) {
      toastError(thrown);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.register_key_go_date()}
      footer={
        <Button kind="primary" disabled={date === null} onClick={() => void jump(date)}>
          {m.register_go()}
        </Button>
      }
    >
      <Field label={m.register_column_date()}>
        {({ id }) => <DateInput id={id} value={date} onChange={setDate} />}
      </Field>
    </Dialog>
  );
}
