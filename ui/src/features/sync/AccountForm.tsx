// Server and account: the same for beginning to sync and for joining. A person signs in with a password or through the server's issuer.
import { useState, type ReactNode } from 'react';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Select } from '@/parts/Choice';
import { Field, TextField } from '@/parts/Field';
import { SignIn } from './SignIn';
import shared from '@/features/settings/settings.module.css';
import css from './sync.module.css';

export interface AccountInput {
  server: string;
  /** Neither, after signing in through the issuer. */
  account?: string;
  password?: string;
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
  /** Stands only where there is a password. */
  withPassword?: ReactNode;
}

type Way = 'password' | 'issuer';

export function AccountForm(props: AccountFormProps) {
  const { confirm, busy, ready, onSubmit, onCancel, children, withPassword } = props;
  const [way, setWay] = useState<Way>('password');
  const [server, setServer] = useState('');
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [begun, setBegun] = useState(false);
  const [signedIn, setSignedIn] = useState(false);
  const known = way === 'issuer' ? signedIn : account.trim() !== '' && password !== '';
  const submit = () => {
    if (way === 'password') return onSubmit({ server: server.trim(), account: account.trim(), password });
    // The word of the issuer is worth one use.
    setBegun(false);
    setSignedIn(false);
    return onSubmit({ server: server.trim() });
  };
  return (
    <form
      className={shared.form}
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={css.two}>
        <TextField
          label={m.sync_server()}
          hint={m.sync_server_hint()}
          inputMode="url"
          value={server}
          onChange={setServer}
        />
        <Field label={m.sync_way_in()}>
          {({ id }) => (
            <Select
              id={id}
              value={way}
              onChange={next => setWay(next === 'issuer' ? 'issuer' : 'password')}
              options={[
                { value: 'password', label: m.sync_way_password() },
                { value: 'issuer', label: m.sync_way_issuer() },
              ]}
            />
          )}
        </Field>
      </div>
      {way === 'issuer' ? (
        <SignIn server={server} begun={begun} onBegun={() => setBegun(true)} onReady={setSignedIn} />
      ) : (
        <>
          <div className={css.two}>
            <TextField
              label={m.sync_account()}
              autoComplete="username"
              value={account}
              onChange={setAccount}
            />
            <TextField
              label={m.sync_password()}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={setPassword}
            />
          </div>
          {withPassword}
        </>
      )}
      {children}
      <div className={shared.row}>
        <Button kind="primary" type="submit" disabled={busy || !ready || server.trim() === '' || !known}>
          {confirm}
        </Button>
        {onCancel && <Button onClick={onCancel}>{m.parts_cancel()}</Button>}
      </div>
    </form>
  );
}
