// Backups: when they are made, which stay, where they lie; making one now and going back to one.
import { useEffect, useState } from 'react';
import type { Backup } from '@/api/generated';
import { useAct, useAsk, useLongCall } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { formatMoment } from '@/lib/dates';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Switch } from '@/parts/Choice';
import { Confirm } from '@/parts/Dialog';
import { TextField } from '@/parts/Field';
import { ProgressBar } from '@/parts/Progress';
import { Card, ErrorState, SkeletonRows } from '@/parts/States';
import { NumberSetting } from './NumberSetting';
import css from './settings.module.css';
import { sizeText } from './sizes';
import { useSetting } from './useSetting';

export function Backups() {
  const list = useAsk('backup.list', {});
  const now = useLongCall('backup.now');
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonRows />;
  const make = async () => {
    try {
      const made = await now.run({});
      toast({ text: m.settings_backup_made({ size: sizeText(made.bytes) }) });
    } catch (thrown) {
      toastError(thrown);
    }
  };
  return (
    <>
      <Policy folder={list.data.folder} automatic={list.data.automatic} />
      {list.data.failure && (
        <Card title={m.settings_backup_failed()}>
          <ErrorState error={list.data.failure} />
        </Card>
      )}
      <Card
        title={m.settings_backup_list()}
        aside={
          <Button kind="primary" size="small" disabled={now.running} onClick={() => void make()}>
            {m.settings_backup_now()}
          </Button>
        }
      >
        {now.running && <ProgressBar progress={now.progress} onCancel={now.cancel} />}
        <List items={list.data.items} />
      </Card>
    </>
  );
}

function Policy({ folder, automatic }: { folder: string; automatic: boolean }) {
  const [, setAutomatic] = useSetting('backup.automatic');
  const [chosen, setFolder] = useSetting('backup.folder');
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => setDraft(null), [chosen]);
  return (
    <Card title={m.settings_backups()}>
      <p className={css.about}>{m.settings_backups_about()}</p>
      <Switch
        checked={automatic}
        onChange={on => setAutomatic(on ? 'on' : 'off')}
        label={m.settings_backup_automatic()}
      />
      <div className={css.grid}>
        <NumberSetting name="backup.daily" label={m.settings_backup_daily()} />
        <NumberSetting name="backup.weekly" label={m.settings_backup_weekly()} />
        <NumberSetting name="backup.monthly" label={m.settings_backup_monthly()} />
      </div>
      <TextField
        label={m.settings_backup_folder()}
        hint={m.settings_backup_folder_hint()}
        value={draft ?? folder}
        onChange={setDraft}
        onBlur={() => draft !== null && draft !== folder && setFolder(draft.trim())}
        onKeyDown={event => event.key === 'Enter' && draft !== null && setFolder(draft.trim())}
      />
    </Card>
  );
}

function reasonText(reason: Backup['reason']): string {
  switch (reason) {
    case 'automatic':
      return m.settings_backup_reason_automatic();
    case 'manual':
      return m.settings_backup_reason_manual();
    default:
      return m.settings_backup_reason_before_restore();
  }
}

function List({ items }: { items: readonly Backup[] }) {
  const [asked, setAsked] = useState<Backup | null>(null);
  const restore = useAct('backup.restore');
  if (items.length === 0) return <p className={css.about}>{m.settings_backup_none()}</p>;
  return (
    <>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{m.settings_backup_when()}</th>
            <th scope="col">{m.settings_backup_why()}</th>
            <th scope="col">{m.settings_backup_protection()}</th>
            <th scope="col" className={css.end}>
              {m.settings_backup_size()}
            </th>
            <th scope="col">
              <span className="visually-hidden">{m.settings_backup_restore()}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(backup => (
            <tr key={backup.path}>
              <td>{formatMoment(backup.at)}</td>
              <td>{reasonText(backup.reason)}</td>
              <td>{backup.encrypted ? m.settings_encrypted() : m.settings_plain()}</td>
              <td className={css.end}>{sizeText(backup.bytes)}</td>
              <td className={css.end}>
                <Button
                  size="small"
                  kind="quiet"
                  disabled={restore.isPending}
                  aria-label={m.settings_backup_restore_of({ when: formatMoment(backup.at) })}
                  onClick={() => setAsked(backup)}
                >
                  {m.settings_backup_restore()}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {restore.isError && <ErrorState error={restore.error} />}
      <Confirm
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={m.settings_backup_restore_title({ when: asked ? formatMoment(asked.at) : '' })}
        confirm={m.settings_backup_restore()}
        onConfirm={() =>
          asked &&
          restore.mutate(
            { path: asked.path },
            { onSuccess: () => toast({ text: m.settings_backup_restored() }) },
          )
        }
      >
        {m.settings_backup_restore_about()}
      </Confirm>
    </>
  );
}
