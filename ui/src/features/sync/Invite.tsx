// A code for a new device, for as long as it stands, and what became of it.
import { useEffect } from 'react';
import { call } from '@/api/client';
import { useAsk } from '@/api/hooks';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Dialog } from '@/parts/Dialog';
import { ErrorState, SkeletonRows } from '@/parts/States';
import shared from '@/features/settings/settings.module.css';
import css from './sync.module.css';

/** How often it is asked what became of the code. */
const LOOK_MS = 1_000;

export interface InviteProps {
  server: string | null;
  folder: string | null;
  onClose: () => void;
}

export function Invite({ server, folder, onClose }: InviteProps) {
  const standing = useAsk('sync.invitation', {});
  const { refetch } = standing;
  const invitation = standing.data;
  const person = invitation?.account ?? null;
  const over = invitation !== undefined && (invitation.device !== null || invitation.problem !== null);
  useEffect(() => {
    if (over) return undefined;
    const timer = globalThis.setInterval(() => void refetch(), LOOK_MS);
    return () => globalThis.clearInterval(timer);
  }, [over, refetch]);
  const close = () => {
    // A code that nobody sees any more must not stand; that it could not be taken back is over in minutes.
    void call('sync.end_invitation', {}).catch(() => undefined);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={close}
      title={person ? m.sync_share() : m.sync_invite()}
      about={person ? m.sync_share_about({ account: person }) : m.sync_invite_about()}
      footer={
        <Button kind={over ? 'primary' : 'plain'} onClick={close}>
          {over ? m.parts_close() : m.parts_cancel()}
        </Button>
      }
    >
      {standing.isError ? (
        <ErrorState error={standing.error} />
      ) : !invitation ? (
        <SkeletonRows rows={3} />
      ) : invitation.problem ? (
        <ErrorState error={invitation.problem} />
      ) : invitation.device !== null ? (
        <p className={shared.good} role="status">
          {m.sync_invited({ name: invitation.device })}
        </p>
      ) : (
        <>
          <dl className={css.facts}>
            <dt>{folder === null ? m.sync_server() : m.sync_folder()}</dt>
            <dd>{folder ?? server}</dd>
            <dt>{m.sync_code()}</dt>
            <dd>
              <output className={css.code}>{invitation.code}</output>
            </dd>
          </dl>
          <p className={shared.about}>
            {m.sync_code_stands({ minutes: Math.ceil(invitation.seconds_left / 60) })}
          </p>
        </>
      )}
    </Dialog>
  );
}
