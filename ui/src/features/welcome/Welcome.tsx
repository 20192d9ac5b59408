// The first screen: make a book, open one, or look around in sample data.
import { useState } from 'react';
import { useAct, useAsk } from '@/api/hooks';
import { toastError } from '@/app/toasts';
import { Button } from '@/parts/Button';
import { Select } from '@/parts/Choice';
import { Field, TextField } from '@/parts/Field';
import { Card } from '@/parts/States';
import css from '@/app/shell.module.css';
import { getLocale, m } from '@/messages';

const CURRENCIES = ['BRL', 'USD', 'EUR', 'GBP', 'CHF', 'CAD', 'AUD', 'JPY', 'ARS', 'MXN'];

export default function Welcome() {
  const create = useAct('book.create');
  const open = useAct('book.open');
  const sample = useAct('book.load_sample');
  const recent = useAsk('book.recent', {});
  const [name, setName] = useState<string>(m.welcome_default_name());
  const [currency, setCurrency] = useState(getLocale() === 'pt-BR' ? 'BRL' : 'USD');
  const language = getLocale();
  const busy = create.isPending || open.isPending || sample.isPending;
  return (
    <main className={css.welcome}>
      <Card title={m.welcome_title()}>
        <TextField label={m.welcome_name()} value={name} onChange={setName} />
        <Field label={m.welcome_currency()}>
          {({ id }) => (
            <Select
              id={id}
              value={currency}
              options={CURRENCIES.map(value => ({ value, label: value }))}
              onChange={setCurrency}
            />
          )}
        </Field>
        <Button
          kind="primary"
          disabled={busy || name.trim() === ''}
          onClick={() => create.mutate({ name, currency, language }, { onError: toastError })}
        >
          {m.welcome_create()}
        </Button>
        <Button disabled={busy} onClick={() => sample.mutate({ language }, { onError: toastError })}>
          {m.welcome_sample()}
        </Button>
        {recent.data?.books.map(book => (
          <Button
            key={book.path}
            kind="quiet"
            disabled={busy}
            onClick={() => open.mutate({ path: book.path }, { onError: toastError })}
          >
            {book.name}
          </Button>
        ))}
      </Card>
    </main>
  );
}
