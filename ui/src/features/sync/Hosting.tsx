// A book that the server reads: turning that on with what it means, off, and the access tokens of its API.
import { useState } from 'react';
import type { ApiToken, Hosting as HostingView } from '@/api/generated';
import { useAct, useAsk, useLongCall } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Checkbox } from '@/parts/Choice';
import { Confirm, Dialog } from '@/parts/Dialog';
import { TextField } from '@/parts/Field';
import { ProgressBar } from '@/parts/Progress';
import { Card, ErrorState, SkeletonRows } from '@/parts/States';
import shared from '@/features/settings/settings.module.css';
import css from './sync.module.css';

export function Hosting() {
  const hosting = useAsk('sync.hosting', {}, { keep: true });
  const refetch = () => void hosting.refetch();
  return (
    <Card title={m.sync_hosting()}>
      {hosting.isError ? (
        <ErrorState error={hosting.error} onRetry={refetch} />
      ) : !hosting.data ? (
        <SkeletonRows rows={2} />
      ) : hosting.data.state === 'hosted' ? (
        <Hosted hosting={hosting.data} onChanged={refetch} />
      ) : (
        <Sealed onChanged={refetch} />
      )}
    </Card>
  );
}

function Sealed({ onChanged }: { onChanged: () => void }) {
  const host = useLongCall('sync.host');
  const [asked, setAsked] = useState(false);
  const turnOn = () =>
    void host.run({}).then(() => {
      toast({ text: m.sync_hosting_begun() });
      onChanged();
    }, toastError);
  return (
    <>
      <p className={shared.about}>{m.sync_hosting_sealed()}</p>
      {host.running && <ProgressBar progress={host.progress} onCancel={host.cancel} />}
      <div className={shared.row}>
        <Button disabled={host.running} onClick={() => setAsked(true)}>
          {m.sync_hosting_turn_on()}
        </Button>
      </div>
      <Confirm
        open={asked}
        onClose={() => setAsked(false)}
        title={m.sync_hosting_title()}
        confirm={m.sync_hosting_turn_on()}
        danger
        onConfirm={turnOn}
      >
        <p>{m.sync_hosting_sees()}</p>
        <p>{m.sync_hosting_keeps()}</p>
      </Confirm>
    </>
  );
}

function Hosted({ hosting, onChanged }: { hosting: HostingView; onChanged: () => void }) {
  const unhost = useAct('sync.unhost');
  const [asked, setAsked] = useState(false);
  const done = { text: m.sync_hosting_ended() };
  return (
    <>
      <p className={shared.warn}>{m.sync_hosting_hosted()}</p>
      <dl className={css.facts}>
        <dt>{m.sync_hosting_read()}</dt>
        <dd>{`${hosting.read} / ${hosting.head}`}</dd>
        {hosting.waiting > 0 && (
          <>
            <dt>{m.sync_sealed()}</dt>
            <dd>{hosting.waiting}</dd>
          </>
        )}
      </dl>
      <Tokens tokens={hosting.tokens.filter(token => !token.ended)} onChanged={onChanged} />
      <div className={shared.row}>
        <Button kind="danger" disabled={unhost.isPending} onClick={() => setAsked(true)}>
          {m.sync_hosting_turn_off()}
        </Button>
      </div>
      <Confirm
        open={asked}
        onClose={() => setAsked(false)}
        title={m.sync_hosting_end_title()}
        confirm={m.sync_hosting_turn_off()}
        onConfirm={() =>
          unhost.mutate(
            {},
            {
              onSuccess: () => {
                toast(done);
                onChanged();
              },
              onError: toastError,
            },
          )
        }
      >
        {m.sync_hosting_end_about()}
      </Confirm>
    </>
  );
}

function Tokens({ tokens, onChanged }: { tokens: readonly ApiToken[]; onChanged: () => void }) {
  const make = useAct('sync.make_token');
  const end = useAct('sync.end_token');
  const [name, setName] = useState('');
  const [writes, setWrites] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  return (
    <>
      <h3>{m.sync_tokens()}</h3>
      <p className={shared.about}>{m.sync_tokens_about()}</p>
      {tokens.length > 0 && (
        <ul className={css.devices}>
          {tokens.map(token => (
            <li key={token.id}>
              <span className={css.grow}>
                {token.name}
                <br />
                <small className={shared.about}>
                  {token.writes ? m.sync_token_writes() : m.sync_token_reads()}
                </small>
              </span>
              <Button
                size="small"
                kind="quiet"
                aria-label={m.sync_token_end_of({ name: token.name })}
                disabled={end.isPending}
                onClick={() => end.mutate({ id: token.id }, { onSuccess: onChanged, onError: toastError })}
              >
                {m.sync_token_end()}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        className={shared.form}
        onSubmit={event => {
          event.preventDefault();
          make.mutate(
            { name: name.trim(), writes },
            {
              onSuccess: ({ token }) => {
                setName('');
                setMade(token);
                onChanged();
              },
              onError: toastError,
            },
          );
        }}
      >
        <TextField label={m.sync_token_name()} value={name} onChange={setName} />
        <Checkbox label={m.sync_token_may_write()} checked={writes} onChange={setWrites} />
        <div className={shared.row}>
          <Button type="submit" disabled={make.isPending || name.trim() === ''}>
            {m.sync_token_make()}
          </Button>
        </div>
      </form>
      <Dialog
        open={made !== null}
        onClose={() => setMade(null)}
        title={m.sync_token_made()}
        about={m.sync_token_once()}
        footer={
          <Button kind="primary" onClick={() => setMade(null)}>
            {m.parts_close()}
          </Button>
        }
      >
        <output className={css.token}>{made}</output>
      </Dialog>
    </>
  );
}
