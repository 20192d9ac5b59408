// CSV mappings that are remembered, one per bank: named, written to a file, read from one, forgotten.
import { Download, Table2, Trash2, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { call } from '@/api/client';
import type { KeptMapping } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { formatDay, today } from '@/lib/dates';
import { handOver } from '@/lib/download';
import { Button, IconButton } from '@/parts/Button';
import { Confirm } from '@/parts/Dialog';
import { TextInput } from '@/parts/Field';
import { EmptyState, ErrorState, SkeletonRows } from '@/parts/States';
import { m } from '@/messages';
import css from './import.module.css';

export function Mappings() {
  const list = useAsk('mapping.list', {}, { keep: true });
  const read = useAct('mapping.import');
  const field = useRef<HTMLInputElement>(null);
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonRows />;
  const take = async (file: File | undefined) => {
    if (file) read.mutate({ text: await file.text() }, { onError: toastError });
  };
  const load = (
    <>
      <input
        ref={field}
        type="file"
        accept="application/json,.json"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={m.import_mapping_load()}
        onChange={event => void take(event.target.files?.[0]).finally(() => (event.target.value = ''))}
      />
      <Button icon={<Upload size={14} aria-hidden />} onClick={() => field.current?.click()}>
        {m.import_mapping_load()}
      </Button>
    </>
  );
  if (list.data.items.length === 0)
    return (
      <EmptyState icon={Table2} title={m.import_mappings_empty()} action={load}>
        {m.import_mappings_empty_text()}
      </EmptyState>
    );
  return (
    <div className={css.files}>
      <div className={css.row}>
        <p className={css.muted}>{m.import_mappings_about()}</p>
        <span className={css.grow} />
        {load}
      </div>
      <ul className={css.mappings}>
        {list.data.items.map(kept => (
          <Kept key={kept.fingerprint} kept={kept} />
        ))}
      </ul>
    </div>
  );
}

function Kept({ kept }: { kept: KeptMapping }) {
  const rename = useAct('mapping.rename');
  const forget = useAct('mapping.delete');
  const [name, setName] = useState(kept.name ?? '');
  const [asked, setAsked] = useState(false);
  const { fingerprint } = kept;
  const shown = kept.name ?? (kept.header.filter(Boolean).join(', ') || fingerprint);
  const save = () => {
    if (name.trim() !== '' && name.trim() !== kept.name)
      rename.mutate({ fingerprint, name: name.trim() }, { onError: toastError });
  };
  const write = async () => {
    const { text } = await call('mapping.export', { fingerprint });
    const file = `${(kept.name ?? 'csv').replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.mapping.json`;
    const saved = await handOver(file, new Blob([text], { type: 'application/json' }));
    if (saved) toast({ text: m.import_mapping_saved() });
  };
  return (
    <li className={css.kept}>
      <TextInput
        aria-label={m.import_mapping_name()}
        placeholder={m.import_mapping_name()}
        value={name}
        onChange={setName}
        onBlur={save}
        onKeyDown={event => event.key === 'Enter' && save()}
      />
      <span className={css.text}>{kept.header.filter(Boolean).join(' · ')}</span>
      <span className={css.muted}>
        {kept.account ? m.import_mapping_goes_to({ account: kept.account }) : ''}
        {kept.used_at ? ` · ${formatDay(today(new Date(kept.used_at)))}` : ''}
      </span>
      <IconButton
        label={m.import_mapping_write({ name: shown })}
        onClick={() => void write().catch(toastError)}
      >
        <Download size={16} aria-hidden />
      </IconButton>
      <IconButton label={m.import_mapping_forget({ name: shown })} onClick={() => setAsked(true)}>
        <Trash2 size={16} aria-hidden />
      </IconButton>
      <Confirm
        open={asked}
        onClose={() => setAsked(false)}
        onConfirm={() => forget.mutate({ fingerprint }, { onError: toastError })}
        title={m.import_mapping_forget({ name: shown })}
        confirm={m.parts_delete()}
        danger
      >
        {m.import_mapping_forget_text()}
      </Confirm>
    </li>
  );
}
