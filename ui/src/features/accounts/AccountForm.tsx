// Making an account, or changing one: name, kind, currency, where its statements come from, opening balance.
import { useId, useState, type FormEvent } from 'react';
import type { AccountView } from '@/api/generated';
import { errorWords } from '@/app/errorWords';
import { useAct, useAsk } from '@/api/hooks';
import { m } from '@/messages';
import { MoneyInput, DateInput } from '@/parts/AmountInput';
import { Button } from '@/parts/Button';
import { Select } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Field, TextField } from '@/parts/Field';
import css from './accounts.module.css';
import { KINDS, kindName } from './words';

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
  'MXN',
  'CLP',
  'UYU',
  'PYG',
];

interface Draft {
  name: string;
  kind: string;
  currency: string;
  bank: string;
  number: string;
  opening: number | null;
  openingDate: string | null;
}

function draftOf(account: AccountView | undefined, currency: string): Draft {
  return {
    name: account?.name ?? '',
    kind: account?.kind ?? 'checking',
    currency: account?.balance.currency ?? currency,
    bank: account?.bank ?? '',
    number: account?.number ?? '',
    opening: account?.opening_balance.minor ?? 0,
    openingDate: account?.opening_date ?? null,
  };
}

export function AccountForm({ account, onClose }: { account?: AccountView; onClose: () => void }) {
  const form = useId();
  const status = useAsk('book.status', {});
  const [draft, setDraft] = useState<Draft>(() => draftOf(account, status.data?.currency ?? 'BRL'));
  const create = useAct('account.create');
  const update = useAct('account.update');
  const problem = create.error ?? update.error;
  const set = (part: Partial<Draft>) => setDraft(former => ({ ...former, ...part }));
  const save = (event: FormEvent) => {
    event.preventDefault();
    const shared = {
      name: draft.name,
      kind: draft.kind,
      bank: draft.bank === '' ? null : draft.bank,
      number: draft.number === '' ? null : draft.number,
      opening_balance: draft.opening ?? 0,
    };
    if (!account) {
      create.mutate({ ...shared, currency: draft.currency }, { onSuccess: onClose });
      return;
    }
    update.mutate(
      { account: account.id, ...shared, opening_date: draft.openingDate },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={account ? m.accounts_edit_title({ account: account.name }) : m.accounts_new()}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button
            type="submit"
            form={form}
            kind="primary"
            disabled={draft.name.trim() === '' || create.isPending || update.isPending}
          >
            {m.parts_save()}
          </Button>
        </>
      }
    >
      <form id={form} className={css.form} onSubmit={save}>
        <TextField
          label={m.accounts_name()}
          fieldClassName={css.full ?? ''}
          value={draft.name}
          onChange={name => set({ name })}
          problem={problem ? errorWords(problem).text : null}
          required
        />
        <Field label={m.accounts_kind()}>
          {({ id }) => (
            <Select
              id={id}
              value={draft.kind}
              options={KINDS.map(value => ({ value, label: kindName(value) }))}
              onChange={kind => set({ kind })}
            />
          )}
        </Field>
        <Field label={m.accounts_currency()} hint={account ? m.accounts_currency_stays() : undefined}>
          {({ id }) => (
            <Select
              id={id}
              value={draft.currency}
              disabled={account !== undefined}
              options={[...new Set([draft.currency, ...CURRENCIES])].map(value => ({ value, label: value }))}
              onChange={currency => set({ currency })}
            />
          )}
        </Field>
        <TextField label={m.accounts_bank()} value={draft.bank} onChange={bank => set({ bank })} />
        <TextField
          label={m.accounts_number()}
          hint={m.accounts_number_hint()}
          value={draft.number}
          onChange={number => set({ number })}
        />
        <Field label={m.accounts_opening()}>
          {({ id }) => (
            <MoneyInput
              id={id}
              value={draft.opening}
              currency={draft.currency}
              onChange={opening => set({ opening })}
            />
          )}
        </Field>
        {account && (
          <Field label={m.accounts_opening_date()}>
            {({ id }) => (
              <DateInput id={id} value={draft.openingDate} onChange={openingDate => set({ openingDate })} />
            )}
          </Field>
        )}
      </form>
    </Dialog>
  );
}
