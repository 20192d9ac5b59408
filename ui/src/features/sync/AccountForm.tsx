// Server, account and password: the same for beginning to sync and for joining.
import { useState, type ReactNode } from 'react';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { TextField } from '@/parts/Field';
import shared from '@/features/settings/settings.module.css';
import css from './sync.module.css';

export interface AccountInput {
  server: string;
  account: string;
  password: string;
}

export interface AccountFormProps {
  /** The word for what will be done. */
  confirm: string;
  busy: boolean;
  /** What else is to be filled in is filled in. */
  ready: boolean;
  onSubmit: (account: AccountInput) => void;
  onCancel?: () => void;
  children?: ReactNode;
}

export function AccountForm({ confirm, busy, ready, onSubmit, onCancel, children }: AccountFormProps) {
  const [server, setServer] = useState('');
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const filled = server.trim() !== '' && account.trim() !== '' && password !== '';
  return (
    <form
      className={shared.form}
      onSubmit={event => {
        event.preventDefault();
        onSubmit({ server: server.trim(), account: account.trim(), password });
      }}
    >
      <TextField
        label={m.sync_server()}
        hint={m.sync_server_hint()}
        inputMode="url"
        value={server}
        onChange={setServer}
      />
      <div className={css.two}>
        <TextField label={m.sync_account()} autoComplete="username" value={account} onChange={setAccount} />
        <TextField
          label={m.sync_password()}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
      </div>
      {children}
      <div className={shared.row}>
        <Button kind="primary" type="submit" disabled={busy || !ready || !filled}>
          {confirm}
        </Button>
        {onCancel && <Button onClick={onCancel}>{m.parts_cancel()}</Button>}
      </div>
    </form>
  );
}
