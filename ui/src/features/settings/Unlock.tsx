// The screen of a locked book: its passphrase, or another book.
import { Lock } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useAct } from '@/api/hooks';
import { errorWords } from '@/app/errorWords';
import { stopAsking } from '@/app/unlock';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { TextField } from '@/parts/Field';
import { Card } from '@/parts/States';
import css from './settings.module.css';

export default function Unlock({ path }: { path: string }) {
  const [passphrase, setPassphrase] = useState('');
  const open = useAct('book.open');
  const name = path.split(/[/\\]/).at(-1) ?? path;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    open.mutate({ path, passphrase }, { onSuccess: stopAsking, onSettled: () => setPassphrase('') });
  };
  const problem =
    open.error?.code === 'wrong_passphrase'
      ? m.settings_unlock_wrong()
      : open.error
        ? errorWords(open.error).text
        : null;
  return (
    <main className={css.unlock}>
      <h1 className={css.product}>Valorize</h1>
      <Card title={m.settings_unlock_title()} aside={<Lock size={16} aria-hidden />}>
        <form onSubmit={submit}>
          <p className={css.about}>{m.settings_unlock_about({ name })}</p>
          <TextField
            label={m.settings_passphrase()}
            type="password"
            autoComplete="current-password"
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            value={passphrase}
            onChange={setPassphrase}
            problem={problem}
          />
          <div className={css.row}>
            <Button type="submit" kind="primary" disabled={passphrase === '' || open.isPending}>
              {m.settings_unlock()}
            </Button>
            <Button onClick={stopAsking}>{m.settings_unlock_other()}</Button>
          </div>
        </form>
      </Card>
    </main>
  );
}
