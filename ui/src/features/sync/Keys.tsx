// Where this device keeps what lets it in and its own key, and the passphrase of a key file.
import { useState } from 'react';
import type { Keeping, SyncStatus } from '@/api/generated';
import { useAct } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { TextField } from '@/parts/Field';
import { Card } from '@/parts/States';
import shared from '@/features/settings/settings.module.css';

const WORDS: Record<Keeping, () => string> = {
  book: m.sync_keys_book,
  keychain: m.sync_keys_keychain,
  file: m.sync_keys_file,
};

export function Keys({ status }: { status: SyncStatus }) {
  const keep = useAct('sync.keep_keys');
  const [asked, setAsked] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const locked = status.problem?.code === 'locked_keys';
  const put = (where: Keeping, secret?: string) =>
    keep.mutate(
      { keep: where, ...(secret === undefined ? {} : { passphrase: secret }) },
      {
        onSuccess: () => {
          setAsked(false);
          setPassphrase('');
          toast({ text: m.sync_keys_kept() });
        },
        onError: toastError,
      },
    );
  return (
    <Card title={m.sync_keys()}>
      <p className={shared.about}>{m.sync_keys_about()}</p>
      <p>{WORDS[status.keys]()}</p>
      {asked ? (
        <form
          className={shared.form}
          onSubmit={event => {
            event.preventDefault();
            put('file', passphrase);
          }}
        >
          <TextField
            label={m.sync_keys_passphrase()}
            hint={m.sync_keys_passphrase_hint()}
            type="password"
            autoComplete="new-password"
            value={passphrase}
            onChange={setPassphrase}
          />
          <div className={shared.row}>
            <Button kind="primary" type="submit" disabled={keep.isPending || passphrase.length < 8}>
              {m.sync_keys_to_file()}
            </Button>
            <Button onClick={() => setAsked(false)}>{m.parts_cancel()}</Button>
          </div>
        </form>
      ) : locked ? (
        <Unlock />
      ) : (
        <div className={shared.row}>
          {status.keychain && status.keys !== 'keychain' && (
            <Button disabled={keep.isPending} onClick={() => put('keychain')}>
              {m.sync_keys_to_keychain()}
            </Button>
          )}
          {status.keys !== 'file' && (
            <Button disabled={keep.isPending} onClick={() => setAsked(true)}>
              {m.sync_keys_to_file()}
            </Button>
          )}
          {status.keys !== 'book' && (
            <Button disabled={keep.isPending} onClick={() => put('book')}>
              {m.sync_keys_to_book()}
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}

function Unlock() {
  const unlock = useAct('sync.unlock_keys');
  const [passphrase, setPassphrase] = useState('');
  return (
    <form
      className={shared.form}
      onSubmit={event => {
        event.preventDefault();
        unlock.mutate({ passphrase }, { onError: toastError });
      }}
    >
      <TextField
        label={m.sync_keys_passphrase()}
        type="password"
        autoComplete="current-password"
        value={passphrase}
        onChange={setPassphrase}
      />
      <div className={shared.row}>
        <Button kind="primary" type="submit" disabled={unlock.isPending || passphrase === ''}>
          {m.sync_keys_unlock()}
        </Button>
      </div>
    </form>
  );
}
