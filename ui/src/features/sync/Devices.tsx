// The devices of the book: a code for a new one, and taking one's access away.
import { Laptop } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { DeviceView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { getLocale, m } from '@/messages';
import { Button } from '@/parts/Button';
import { Confirm } from '@/parts/Dialog';
import { Card, ErrorState, SkeletonRows } from '@/parts/States';
import { Invite } from './Invite';
import { agoText } from './texts';
import shared from '@/features/settings/settings.module.css';
import css from './sync.module.css';

const LOOK_MS = 5_000;

export interface DevicesProps {
  server: string | null;
  folder: string | null;
  /** The book is another account's: devices of others are not this one's to judge. */
  guest: boolean;
  readsOnly: boolean;
}

export function Devices({ server, folder, guest, readsOnly }: DevicesProps) {
  const list = useAsk('sync.devices', {});
  const invite = useAct('sync.invite');
  const [inviting, setInviting] = useState(false);
  const revoke = useAct('sync.revoke');
  const [asked, setAsked] = useState<DeviceView | null>(null);
  const { refetch } = list;
  // A device that joins elsewhere sends no event here; who waits for it looks at this list.
  useEffect(() => {
    const timer = globalThis.setInterval(() => void refetch(), LOOK_MS);
    return () => globalThis.clearInterval(timer);
  }, [refetch]);
  const done = (device: DeviceView) =>
    revoke.mutate(
      { device: device.tag },
      {
        onSuccess: () => {
          toast({ text: m.sync_revoked({ name: device.name }) });
          void list.refetch();
        },
        onError: toastError,
      },
    );
  return (
    <Card title={m.sync_devices()}>
      {list.isError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data ? (
        <ul className={css.devices}>
          {list.data.items.map(device => (
            <li key={device.tag}>
              <Laptop size={16} aria-hidden />
              <span className={css.grow}>
                {device.name}
                <br />
                <small className={shared.about}>{about(device, folder !== null)}</small>
              </span>
              {!device.this && (device.keys || !device.revoked) && !(guest && device.account !== null) && (
                <Button
                  size="small"
                  kind="quiet"
                  aria-label={m.sync_revoke_of({ name: device.name })}
                  disabled={revoke.isPending}
                  onClick={() => setAsked(device)}
                >
                  {m.sync_revoke()}
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <SkeletonRows rows={2} />
      )}
      <div className={shared.row}>
        <Button
          disabled={invite.isPending || readsOnly}
          onClick={() => invite.mutate({}, { onSuccess: () => setInviting(true), onError: toastError })}
        >
          {m.sync_invite()}
        </Button>
      </div>
      {inviting && (
        <Invite
          server={server}
          folder={folder}
          onClose={() => {
            setInviting(false);
            void refetch();
          }}
        />
      )}
      <Confirm
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={m.sync_revoke_title({ name: asked?.name ?? '' })}
        confirm={m.sync_revoke()}
        danger
        onConfirm={() => asked && done(asked)}
      >
        {m.sync_revoke_about()}
      </Confirm>
    </Card>
  );
}

function about(device: DeviceView, overFolder: boolean): string {
  if (device.this) return m.sync_this_device();
  if (device.revoked) return device.keys ? m.sync_device_half_revoked() : m.sync_device_revoked();
  if (overFolder && device.seen_seconds_ago === null) return m.sync_device_has_keys();
  if (device.account !== null) return m.sync_device_of({ account: device.account });
  if (device.seen_seconds_ago === null) return m.sync_device_elsewhere();
  const said = [m.sync_device_seen({ ago: agoText(device.seen_seconds_ago, getLocale()) })];
  if (device.behind === 0) said.push(m.sync_device_level());
  else if (device.behind !== null) said.push(m.sync_device_behind({ count: device.behind }));
  if (!device.keys) said.push(m.sync_device_no_keys());
  return said.join(' · ');
}
