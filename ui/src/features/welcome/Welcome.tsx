// The first screen: make a book, open one, or look around in sample data.
import { X } from 'lucide-react';
import { useState } from 'react';
import { transport } from '@/api/client';
import { useAct, useAsk, useLongCall } from '@/api/hooks';
import { go } from '@/app/address';
import { toastError } from '@/app/toasts';
import { Join } from '@/features/sync/Join';
import { Button, IconButton } from '@/parts/Button';
import { Checkbox, Select } from '@/parts/Choice';
import { Field, TextField } from '@/parts/Field';
import { ProgressBar } from '@/parts/Progress';
import { Card } from '@/parts/States';
import { getLocale, locales, m, setLocale, type Locale } from '@/messages';
import css from './welcome.module.css';

const CURRENCIES = [
  'BRL',
  'USD',
  'EUR',
  'GBP',
  'CHF',
  'CAD',
  'AUD',
  'JPY',
  'ARS',
  'CLP',
  'COP',
  'MXN',
  'UYU',
];
const LANGUAGES: Record<Locale, string> = { 'pt-BR': 'Português (Brasil)', en: 'English' };

export default function Welcome() {
  return (
    <main className={css.page}>
      <header>
        <h1>{m.welcome_title()}</h1>
        <p>{m.welcome_about()}</p>
      </header>
      <div className={css.columns}>
        <NewBook />
        <div className={css.column}>
          <SampleBook />
          <OpenBook />
          <Join />
        </div>
      </div>
    </main>
  );
}

/** `Intl` knows what currencies are called. */
function currencyName(code: string): string {
  const name = new Intl.DisplayNames([getLocale()], { type: 'currency' }).of(code);
  return name && name !== code ? `${code} · ${name}` : code;
}

function NewBook() {
  const create = useAct('book.create');
  const status = useAsk('book.status', {});
  const [name, setName] = useState<string>(m.welcome_default_name());
  const [currency, setCurrency] = useState(getLocale() === 'pt-BR' ? 'BRL' : 'USD');
  const [categories, setCategories] = useState(true);
  const [path, setPath] = useState('');
  const { chooseTarget } = transport();
  const language = getLocale();
  const make = () => {
    // The screen is gone by the time the book is there, so this is not left to the mutation's own callback.
    void create
      .mutateAsync({
        name,
        currency,
        language,
        default_categories: categories,
        ...(path.trim() === '' ? {} : { path: path.trim() }),
      })
      .then(() => go('start'), toastError);
  };
  return (
    <Card title={m.welcome_new()}>
      <form
        className={css.form}
        onSubmit={event => {
          event.preventDefault();
          make();
        }}
      >
        <TextField label={m.welcome_name()} value={name} onChange={setName} />
        <div className={css.two}>
          <Field label={m.welcome_language()}>
            {({ id }) => (
              <Select
                id={id}
                value={language}
                options={locales.map(value => ({ value, label: LANGUAGES[value] }))}
                onChange={value => void setLocale(value as Locale)}
              />
            )}
          </Field>
          <Field label={m.welcome_currency()}>
            {({ id }) => (
              <Select
                id={id}
                value={currency}
                options={CURRENCIES.map(value => ({ value, label: currencyName(value) }))}
                onChange={setCurrency}
              />
            )}
          </Field>
        </div>
        <Checkbox label={m.welcome_categories()} checked={categories} onChange={setCategories} />
        <div className={css.choose}>
          <TextField
            label={m.welcome_path()}
            hint={m.welcome_path_hint({ folder: status.data?.books_folder ?? '' })}
            value={path}
            onChange={setPath}
          />
          {chooseTarget && (
            <Button
              onClick={() =>
                void chooseTarget(`${name.trim()}.valorize`).then(
                  chosen => chosen !== null && setPath(chosen),
                  toastError,
                )
              }
            >
              {m.welcome_path_choose()}
            </Button>
          )}
        </div>
        <Button kind="primary" type="submit" disabled={create.isPending || name.trim() === ''}>
          {m.welcome_create()}
        </Button>
      </form>
    </Card>
  );
}

function SampleBook() {
  const sample = useLongCall('book.load_sample');
  const load = () => void sample.run({ language: getLocale() }).then(() => go(''), toastError);
  return (
    <Card title={m.welcome_sample()}>
      <p className={css.muted}>{m.welcome_sample_about()}</p>
      {sample.running ? (
        <ProgressBar progress={sample.progress} onCancel={sample.cancel} />
      ) : (
        <Button onClick={load}>{m.welcome_sample_run()}</Button>
      )}
    </Card>
  );
}

function OpenBook() {
  const open = useAct('book.open');
  const forget = useAct('book.forget');
  const recent = useAsk('book.recent', {});
  const [path, setPath] = useState('');
  const { chooseBook } = transport();
  const books = recent.data?.books ?? [];
  const run = (file: string) => open.mutate({ path: file }, { onError: toastError });
  return (
    <Card title={m.welcome_open()}>
      {books.length > 0 && (
        <ul className={css.recent} aria-label={m.welcome_recent()}>
          {books.map(book => (
            <li key={book.path}>
              <Button
                kind="quiet"
                className={css.book}
                title={book.path}
                disabled={open.isPending || !book.there}
                onClick={() => run(book.path)}
              >
                {book.name}
              </Button>
              {!book.there && <span className={css.muted}>{m.welcome_gone()}</span>}
              <IconButton
                label={m.welcome_forget({ name: book.name })}
                size="small"
                onClick={() =>
                  forget.mutate(
                    { path: book.path },
                    { onSuccess: () => void recent.refetch(), onError: toastError },
                  )
                }
              >
                <X size={14} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {chooseBook ? (
        <Button
          disabled={open.isPending}
          onClick={() => void chooseBook().then(file => file !== null && run(file), toastError)}
        >
          {m.welcome_open_choose()}
        </Button>
      ) : (
        <form
          className={css.form}
          onSubmit={event => {
            event.preventDefault();
            run(path.trim());
          }}
        >
          <TextField label={m.welcome_open_path()} value={path} onChange={setPath} />
          <Button type="submit" disabled={path.trim() === '' || open.isPending}>
            {m.welcome_open_run()}
          </Button>
        </form>
      )}
    </Card>
  );
}
