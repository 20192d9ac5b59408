// Security: what protects the book, said plainly, and the ways to change it.
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { Security as State } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toastError } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Switch } from '@/parts/Choice';
import { Card, ErrorState, SkeletonRows } from '@/parts/States';
import { NumberSetting } from './NumberSetting';
import { PassphraseDialog, type PassphraseTask } from './PassphraseDialog';
import css from './settings.module.css';

export function Security() {
  const security = useAsk('security.status', {});
  const [task, setTask] = useState<PassphraseTask | null>(null);
  if (security.isError) return <ErrorState error={security.error} onRetry={() => void security.refetch()} />;
  if (!security.data) return <SkeletonRows />;
  const close = () => {
    setTask(null);
    void security.refetch();
  };
  return (
    <>
      <Encryption state={security.data} onTask={setTask} onChanged={() => void security.refetch()} />
      <Lock state={security.data} onTask={setTask} />
      {task && <PassphraseDialog task={task} state={security.data} onClose={close} />}
    </>
  );
}

interface PartProps {
  state: State;
  onTask: (task: PassphraseTask) => void;
}

function Encryption({ state, onTask, onChanged }: PartProps & { onChanged: () => void }) {
  const keychain = useAct('security.keychain');
  return (
    <Card title={m.settings_encryption()}>
      <div className={css.state}>
        {state.encrypted ? (
          <ShieldCheck size={20} className={css.good} aria-hidden />
        ) : (
          <ShieldAlert size={20} className={css.warn} aria-hidden />
        )}
        <p>{state.encrypted ? m.settings_encryption_on() : m.settings_encryption_off()}</p>
      </div>
      {state.encrypted && state.plain_backups > 0 && (
        <p className={css.warn}>{m.settings_plain_backups({ count: state.plain_backups })}</p>
      )}
      <div className={css.row}>
        {state.encrypted ? (
          <>
            <Button onClick={() => onTask('change')}>{m.settings_change_passphrase()}</Button>
            <Button onClick={() => onTask('decrypt')}>{m.settings_decrypt()}</Button>
          </>
        ) : (
          <Button kind="primary" onClick={() => onTask('encrypt')}>
            {m.settings_encrypt()}
          </Button>
        )}
      </div>
      {state.encrypted && (
        <>
          <Switch
            checked={state.in_keychain}
            disabled={keychain.isPending || !state.keychain}
            onChange={remember =>
              keychain.mutate({ remember }, { onError: toastError, onSettled: onChanged })
            }
            label={m.settings_keychain()}
          />
          <p className={css.about}>
            {state.keychain ? m.settings_keychain_about() : m.settings_keychain_none()}
          </p>
        </>
      )}
    </Card>
  );
}

function Lock({ state, onTask }: PartProps) {
  const lock = useAct('book.lock');
  const has = state.encrypted || state.screen_lock;
  return (
    <Card title={m.settings_lock()}>
      <p className={css.about}>{state.encrypted ? m.settings_lock_encrypted() : m.settings_lock_plain()}</p>
      {has && (
        <NumberSetting
          name="lock.after_minutes"
          label={m.settings_lock_after()}
          hint={m.settings_lock_after_hint()}
        />
      )}
      <div className={css.row}>
        {has && (
          <Button disabled={lock.isPending} onClick={() => lock.mutate({}, { onError: toastError })}>
            {m.settings_lock_now()}
          </Button>
        )}
        {!state.encrypted && (
          <Button onClick={() => onTask('lock')}>
            {state.screen_lock ? m.settings_lock_change() : m.settings_lock_set()}
          </Button>
        )}
        {!state.encrypted && state.screen_lock && (
          <Button onClick={() => onTask('unlock')}>{m.settings_lock_remove()}</Button>
        )}
      </div>
    </Card>
  );
}
