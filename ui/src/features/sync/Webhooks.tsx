// Addresses to which the server sends notices too; the secret that signs them is shown once.
import { useState } from 'react';
import type { AddedWebhook } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import shared from '@/features/settings/settings.module.css';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Dialog } from '@/parts/Dialog';
import { TextField } from '@/parts/Field';
import { ErrorState, SkeletonRows } from '@/parts/States';
import css from './sync.module.css';

export function Webhooks() {
  const list = useAsk('sync.webhooks', {}, { keep: true });
  const remove = useAct('sync.remove_webhook');
  const [added, setAdded] = useState<AddedWebhook | null>(null);
  // A server that has no such thing is not asked for one.
  if (list.error?.code === 'not_found') return null;
  return (
    <>
      <h3>{m.sync_webhooks()}</h3>
      <p className={shared.about}>{m.sync_webhooks_about()}</p>
      {list.isError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <SkeletonRows rows={1} />
      ) : (
        <>
          {list.data.items.length > 0 && (
            <ul className={css.devices}>
              {list.data.items.map(({ id, url }) => (
                <li key={id}>
                  <span className={css.address}>{url}</span>
                  <Button
                    size="small"
                    kind="quiet"
                    disabled={remove.isPending}
                    aria-label={m.sync_webhook_remove_of({ url })}
                    onClick={() => remove.mutate({ id }, { onError: toastError })}
                  >
                    {m.sync_webhook_remove()}
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <Add onAdded={setAdded} />
        </>
      )}
      <Secret added={added} onClose={() => setAdded(null)} />
    </>
  );
}

function Add({ onAdded }: { onAdded: (added: AddedWebhook) => void }) {
  const add = useAct('sync.add_webhook');
  const [url, setUrl] = useState('');
  return (
    <form
      className={shared.form}
      onSubmit={event => {
        event.preventDefault();
        add.mutate(
          { url: url.trim() },
          {
            onSuccess: made => {
              setUrl('');
              onAdded(made);
            },
            onError: toastError,
          },
        );
      }}
    >
      <TextField
        label={m.sync_webhook_url()}
        hint={m.sync_webhook_url_hint()}
        type="url"
        value={url}
        onChange={setUrl}
      />
      <div className={shared.row}>
        <Button type="submit" disabled={add.isPending || url.trim() === ''}>
          {m.sync_webhook_add()}
        </Button>
      </div>
    </form>
  );
}

function Secret({ added, onClose }: { added: AddedWebhook | null; onClose: () => void }) {
  const copy = async (secret: string) => {
    await navigator.clipboard.writeText(secret);
    toast({ text: m.parts_copied() });
  };
  return (
    <Dialog
      open={added !== null}
      onClose={onClose}
      title={m.sync_webhook_secret()}
      about={m.sync_webhook_once()}
      footer={
        <>
          <Button onClick={() => added && void copy(added.secret).catch(toastError)}>{m.parts_copy()}</Button>
          <Button kind="primary" onClick={onClose}>
            {m.parts_close()}
          </Button>
        </>
      }
    >
      <output className={css.token}>{added?.secret}</output>
    </Dialog>
  );
}
