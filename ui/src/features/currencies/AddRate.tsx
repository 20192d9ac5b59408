// Entering a rate by hand.
import { useEffect, useState, type FormEvent } from 'react';
import { useAct } from '@/api/hooks';
import { go } from '@/app/address';
import { toast, toastError } from '@/app/toasts';
import css from '@/features/organise/organise.module.css';
import { today } from '@/lib/dates';
import { m } from '@/messages';
import { DateInput } from '@/parts/AmountInput';
import { Button } from '@/parts/Button';
import { Field, TextField } from '@/parts/Field';
import { Card } from '@/parts/States';
import { readRate } from './rate';

export function AddRate({ from: firstFrom, to: firstTo }: { from: string; to: string }) {
  const set = useAct('rate.set');
  const [day, setDay] = useState<string | null>(today());
  const [from, setFrom] = useState(firstFrom);
  const [to, setTo] = useState(firstTo);
  const [rate, setRate] = useState('');
  const [tried, setTried] = useState(false);
  useEffect(() => {
    setFrom(firstFrom);
    setTo(firstTo);
  }, [firstFrom, firstTo]);
  const read = readRate(rate);
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (read === null || day === null) return;
    set.mutate(
      { day, from, to, rate: read },
      {
        onError: toastError,
        onSuccess: () => {
          setRate('');
          setTried(false);
          toast({ text: m.currencies_saved() });
          go('currencies', { pair: `${from.toUpperCase()}/${to.toUpperCase()}` }, { replace: true });
        },
      },
    );
  };
  const upper = (change: (code: string) => void) => (text: string) => change(text.toUpperCase().slice(0, 3));
  return (
    <Card title={m.currencies_add()}>
      <form className={`${css.line} ${css.lineEnd}`} onSubmit={save}>
        <Field label={m.currencies_day()}>
          {({ id }) => <DateInput id={id} value={day} onChange={setDay} size={10} />}
        </Field>
        <TextField label={m.currencies_from()} value={from} onChange={upper(setFrom)} size={4} required />
        <TextField label={m.currencies_to()} value={to} onChange={upper(setTo)} size={4} required />
        <TextField
          label={m.currencies_rate()}
          value={rate}
          onChange={setRate}
          inputMode="decimal"
          size={8}
          problem={tried && read === null ? m.currencies_bad_rate() : null}
        />
        <Button kind="primary" type="submit" disabled={set.isPending}>
          {m.currencies_add()}
        </Button>
      </form>
    </Card>
  );
}
