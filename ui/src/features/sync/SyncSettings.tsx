// Sync in the settings: beginning, how it stands, the devices, the recovery phrase, and the end.
import { Cloud, CloudAlert, CloudOff, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { SyncStatus } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { go } from '@/app/address';
import { toast, toastError } from '@/app/toasts';
import { formatMoment } from '@/lib/dates';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Checkbox } from '@/parts/Choice';
import { Confirm } from '@/parts/Dialog';
import { TextField } from '@/parts/Field';
import { Card, ErrorState, SkeletonRows } from '@/parts/States';
import { AccountForm } from './AccountForm';
import { Devices } from './Devices';
import { Hosting } from './Hosting';
import { Keys } from './Keys';
import { People } from './People';
import { Phrase } from './Phrase';
import { FolderForm, ThroughField, type Through } from './Through';
import shared from '@/features/settings/settings.module.css';
import css from './sync.module.css';
import { needsAttention, stateText } from './texts';

export function SyncSettings() {
  const status = useAsk('sync.status', {}, { keep: true });
  if (status.isError) return <ErrorState error={status.error} onRetry={() => void status.refetch()} />;
  if (!status.data) return <SkeletonRows />;
  const { server, folder, role } = status.data;
  const guest = role !== 'owner';
  if (server === null && folder === null) return <Begin />;
  return (
    <>
      <State status={status.data} />
      <Devices server={server} folder={folder} guest={guest} readsOnly={role === 'reader'} />
      {server !== null && <People server={server} />}
      <Keys status={status.data} />
      {!guest && <Phrase count={status.data.phrases} />}
      {server !== null && !guest && <Hosting />}
      <Leave />
    </>
  );
}

function Begin() {
  const [asked, setAsked] = useState(false);
  const [through, setThrough] = useState<Through>('server');
  const close = () => setAsked(false);
  return (
    <Card title={m.sync_title()}>
      <p className={shared.about}>{m.sync_about()}</p>
      {asked ? (
        <div className={shared.form}>
          <ThroughField value={through} onChange={setThrough} />
          {through === 'server' ? <WithServer onCancel={close} /> : <WithFolder onCancel={close} />}
        </div>
      ) : (
        <div className={shared.row}>
          <Button kind="primary" onClick={() => setAsked(true)}>
            {m.sync_set_up()}
          </Button>
        </div>
      )}
    </Card>
  );
}

function WithFolder({ onCancel }: { onCancel: () => void }) {
  const setUp = useAct('sync.set_up_folder');
  return (
    <FolderForm
      confirm={m.sync_begin()}
      busy={setUp.isPending}
      ready
      onCancel={onCancel}
      onSubmit={folder =>
        setUp.mutate({ folder }, { onSuccess: () => toast({ text: m.sync_begun() }), onError: toastError })
      }
    />
  );
}

function WithServer({ onCancel }: { onCancel: () => void }) {
  const setUp = useAct('sync.set_up');
  const [fresh, setFresh] = useState(true);
  const [invitation, setInvitation] = useState('');
  return (
    <AccountForm
      confirm={m.sync_begin()}
      busy={setUp.isPending}
      ready
      onCancel={onCancel}
      onSubmit={account =>
        setUp.mutate(
          {
            ...account,
            ...(account.account === undefined ? {} : { new_account: fresh }),
            ...(fresh && invitation.trim() !== '' ? { invitation: invitation.trim() } : {}),
          },
          { onSuccess: () => toast({ text: m.sync_begun() }), onError: toastError },
        )
      }
      withPassword={<Checkbox label={m.sync_new_account()} checked={fresh} onChange={setFresh} />}
    >
      {fresh && (
        <TextField
          label={m.sync_invitation()}
          hint={m.sync_invitation_hint()}
          value={invitation}
          onChange={setInvitation}
        />
      )}
    </AccountForm>
  );
}

function StateIcon({ status }: { status: SyncStatus }) {
  if (needsAttention(status)) return <CloudAlert size={20} className={shared.warn} aria-hidden />;
  if (status.state === 'away') return <CloudOff size={20} className={shared.warn} aria-hidden />;
  if (status.state === 'level') return <Cloud size={20} className={shared.good} aria-hidden />;
  return <RefreshCw size={20} aria-hidden />;
}

function State({ status }: { status: SyncStatus }) {
  const again = useAct('sync.now');
  const conflicts = useAsk('conflict.list', { limit: 1 });
  const facts: [string, string | null][] = [
    [m.sync_server(), status.server],
    [m.sync_folder(), status.folder],
    [m.sync_account(), status.account],
    [m.sync_level_at(), status.level_at === null ? null : formatMoment(status.level_at)],
    [m.sync_taken(), status.head > status.taken ? `${status.taken} / ${status.head}` : String(status.taken)],
    [m.sync_waiting(), String(status.waiting)],
    [m.sync_sealed(), status.sealed > 0 ? String(status.sealed) : null],
    [m.sync_quarantined(), status.quarantined > 0 ? String(status.quarantined) : null],
  ];
  return (
    <Card title={m.sync_title()}>
      <div className={shared.state}>
        <StateIcon status={status} />
        <p role="status">{stateText(status)}</p>
      </div>
      {status.state === 'stopped' && status.problem && <ErrorState error={status.problem} />}
      {status.state === 'working' && status.head > 0 && (
        <progress max={status.head} value={status.taken} aria-label={m.sync_state_working()} />
      )}
      <dl className={css.facts}>
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <div className={shared.row}>
        {(status.state === 'away' || status.state === 'stopped') && (
          <Button disabled={again.isPending} onClick={() => again.mutate({}, { onError: toastError })}>
            {m.sync_try_now()}
          </Button>
        )}
        {(conflicts.data?.total ?? 0) > 0 && (
          <Button onClick={() => go('conflicts')}>
            {m.sync_see_conflicts({ count: conflicts.data?.total ?? 0 })}
          </Button>
        )}
      </div>
    </Card>
  );
}

function Leave() {
  const leave = useAct('sync.leave');
  const [asked, setAsked] = useState(false);
  return (
    <Card title={m.sync_leave()}>
      <p className={shared.about}>{m.sync_leave_about()}</p>
      <div className={shared.row}>
        <Button kind="danger" disabled={leave.isPending} onClick={() => setAsked(true)}>
          {m.sync_leave()}
        </Button>
      </div>
      <Confirm
        open={asked}
        onClose={() => setAsked(false)}
        title={m.sync_leave_title()}
        confirm={m.sync_leave()}
        danger
        onConfirm={() =>
          leave.mutate({}, { onSuccess: () => toast({ text: m.sync_left() }), onError: toastError })
        }
      >
        {m.sync_leave_about()}
      </Confirm>
    </Card>
  );
}
