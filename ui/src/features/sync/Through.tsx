// What keeps the devices in step: a server, or a folder that all of them see.
import { useState, type ReactNode } from 'react';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Select } from '@/parts/Choice';
import { Field, TextField } from '@/parts/Field';
import shared from '@/features/settings/settings.module.css';

export type Through = 'server' | 'folder';

export function ThroughField({ value, onChange }: { value: Through; onChange: (next: Through) => void }) {
  return (
    <Field label={m.sync_through()}>
      {({ id }) => (
        <Select
          id={id}
          value={value}
          onChange={next => onChange(next === 'folder' ? 'folder' : 'server')}
          options={[
            { value: 'server', label: m.sync_through_server() },
            { value: 'folder', label: m.sync_through_folder() },
          ]}
        />
      )}
    </Field>
  );
}

export function FolderField({ value, onChange }: { value: string; onChange: (next: string) => void }) {
  return (
    <TextField
      label={m.sync_folder()}
      hint={m.sync_folder_hint()}
      spellCheck={false}
      value={value}
      onChange={onChange}
    />
  );
}

export interface FolderFormProps {
  /** The word for what will be done. */
  confirm: string;
  busy: boolean;
  /** What else is to be filled in is filled in. */
  ready: boolean;
  onSubmit: (folder: string) => void;
  onCancel: () => void;
  children?: ReactNode;
}

export function FolderForm({ confirm, busy, ready, onSubmit, onCancel, children }: FolderFormProps) {
  const [folder, setFolder] = useState('');
  return (
    <form
      className={shared.form}
      onSubmit={event => {
        event.preventDefault();
        onSubmit(folder.trim());
      }}
    >
      <p className={shared.about}>{m.sync_folder_about()}</p>
      <FolderField value={folder} onChange={setFolder} />
      {children}
      <div className={shared.row}>
        <Button kind="primary" type="submit" disabled={busy || !ready || folder.trim() === ''}>
          {confirm}
        </Button>
        <Button onClick={onCancel}>{m.parts_cancel()}</Button>
      </div>
    </form>
  );
}
