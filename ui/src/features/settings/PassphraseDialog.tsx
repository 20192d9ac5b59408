// Asks for the passphrases a change of the protection needs, and makes the change.
import { useId, useState, type FormEvent } from 'react';
import type { Security } from '@/api/generated';
import { useAct } from '@/api/hooks';
import { toast } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Checkbox } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { TextField } from '@/parts/Field';
import { ErrorState } from '@/parts/States';
import css from './settings.module.css';

export type PassphraseTask = 'encrypt' | 'change' | 'decrypt' | 'lock' | 'unlock';

const SHORTEST = 8;

/** What is wrong with a new passphrase typed twice, or null. */
export function passphraseProblem(first: string, second: string): 'short' | 'different' | null {
  if (Array.from(first).length < SHORTEST) return 'short';
  return first === second ? null : 'different';
}

function words(task: PassphraseTask): { title: string; about: string; run: string } {
  switch (task) {
    case 'encrypt':
      return {
        title: m.settings_encrypt_title(),
        about: m.settings_encrypt_about(),
        run: m.settings_encrypt(),
      };
    case 'change':
      return {
        title: m.settings_change_passphrase(),
        about: m.settings_change_about(),
        run: m.settings_change_passphrase(),
      };
    case 'decrypt':
      return {
        title: m.settings_decrypt_title(),
        about: m.settings_decrypt_about(),
        run: m.settings_decrypt(),
      };
    case 'lock':
      return { title: m.settings_lock_set(), about: m.settings_lock_plain(), run: m.settings_lock_set() };
    default:
      return {
        title: m.settings_lock_remove(),
        about: m.settings_lock_plain(),
        run: m.settings_lock_remove(),
      };
  }
}

/** One way to do each task, so that its error and its being busy are in one place. */
function useTask(task: PassphraseTask, onDone: () => void) {
  const encrypt = useAct('book.encrypt');
  const change = useAct('book.change_passphrase');
  const decrypt = useAct('book.decrypt');
  const lock = useAct('security.screen_lock');
  const all = { encrypt, change, decrypt, lock, unlock: lock };
  const { error, isPending } = all[task];
  const run = (current: string, passphrase: string, remember: boolean) => {
    const done = {
      onSuccess: () => {
        toast({ text: m.settings_protection_changed() });
        onDone();
      },
    };
    if (task === 'encrypt') encrypt.mutate({ passphrase, remember }, done);
    else if (task === 'change') change.mutate({ current, passphrase }, done);
    else if (task === 'decrypt') decrypt.mutate({ passphrase: current }, done);
    else {
      const now = current === '' ? null : current;
      lock.mutate({ current: now, passphrase: task === 'lock' ? passphrase : null }, done);
    }
  };
  return { run, error, isPending };
}

export function PassphraseDialog({
  task,
  state,
  onClose,
}: {
  task: PassphraseTask;
  state: Security;
  onClose: () => void;
}) {
  const form = useId();
  const [current, setCurrent] = useState('');
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [remember, setRemember] = useState(false);
  const [tried, setTried] = useState(false);
  const { run, error, isPending } = useTask(task, onClose);
  const { title, about, run: label } = words(task);
  const asksCurrent =
    task === 'change' || task === 'decrypt' || task === 'unlock' || (task === 'lock' && state.screen_lock);
  const asksNew = task === 'encrypt' || task === 'change' || task === 'lock';
  const problem = asksNew ? passphraseProblem(first, second) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem === null) run(current, first, remember);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      about={about}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button type="submit" form={form} kind="primary" disabled={isPending}>
            {label}
          </Button>
        </>
      }
    >
      <form id={form} className={css.form} onSubmit={submit}>
        {asksCurrent && (
          <TextField
            label={m.settings_passphrase_current()}
            type="password"
            autoComplete="current-password"
            value={current}
            onChange={setCurrent}
          />
        )}
        {asksNew && (
          <>
            <TextField
              label={m.settings_passphrase_new()}
              type="password"
              autoComplete="new-password"
              hint={m.settings_passphrase_hint()}
              problem={tried && problem === 'short' ? m.settings_passphrase_short() : null}
              value={first}
              onChange={setFirst}
            />
            <TextField
              label={m.settings_passphrase_again()}
              type="password"
              autoComplete="new-password"
              problem={tried && problem === 'different' ? m.settings_passphrase_different() : null}
              value={second}
              onChange={setSecond}
            />
          </>
        )}
        {task === 'encrypt' && state.keychain && (
          <Checkbox checked={remember} onChange={setRemember} label={m.settings_keychain()} />
        )}
        {task === 'encrypt' && !state.keychain && <p className={css.about}>{m.settings_keychain_none()}</p>}
        {error && <ErrorState error={error} />}
      </form>
    </Dialog>
  );
}
