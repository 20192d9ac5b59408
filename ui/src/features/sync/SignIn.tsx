// Signing in through the issuer that the server trusts: a person goes on in their browser, and comes back here.
import { useEffect } from 'react';
import { transport } from '@/api/client';
import { useAct, useAsk } from '@/api/hooks';
import { toastError } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { ErrorState } from '@/parts/States';
import shared from '@/features/settings/settings.module.css';

/** How often it is asked what became of it. */
const LOOK_MS = 1_000;

export interface SignInProps {
  server: string;
  begun: boolean;
  onBegun: () => void;
  /** Whether somebody has signed in. */
  onReady: (ready: boolean) => void;
}

export function SignIn({ server, begun, onBegun, onReady }: SignInProps) {
  const begin = useAct('sync.sign_in');
  const open = (url: string) => {
    if (transport().openLink) void transport().openLink?.(url).catch(toastError);
    else globalThis.open(url, '_blank', 'noopener');
  };
  return (
    <>
      <p className={shared.about}>{m.sync_sign_in_about()}</p>
      <div className={shared.row}>
        <Button
          disabled={begin.isPending || server.trim() === ''}
          onClick={() =>
            begin.mutate(
              { server: server.trim() },
              {
                onSuccess: ({ url }) => {
                  onBegun();
                  open(url);
                },
                onError: toastError,
              },
            )
          }
        >
          {m.sync_sign_in()}
        </Button>
      </div>
      {begun && <Standing onReady={onReady} />}
    </>
  );
}

function Standing({ onReady }: { onReady: (ready: boolean) => void }) {
  const { data, refetch } = useAsk('sync.sign_in_state', {});
  const over = data !== undefined && (data.ready || data.problem !== null);
  const ready = data?.ready ?? false;
  useEffect(() => onReady(ready), [ready, onReady]);
  useEffect(() => {
    if (over) return undefined;
    const timer = globalThis.setInterval(() => void refetch(), LOOK_MS);
    return () => globalThis.clearInterval(timer);
  }, [over, refetch]);
  if (!data) return null;
  if (data.problem) return <ErrorState error={data.problem} />;
  if (data.ready) {
    return (
      <p className={shared.good} role="status">
        {m.sync_signed_in()}
      </p>
    );
  }
  return (
    <p className={shared.about} role="status">
      {m.sync_sign_in_waiting()}{' '}
      <a href={data.url} target="_blank" rel="noreferrer">
        {m.sync_sign_in_open()}
      </a>
    </p>
  );
}
