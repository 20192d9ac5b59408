// Naming: a category and its group, a group and its kind.
import { useState, type FormEvent } from 'react';
import type { GroupView } from '@/api/generated';
import { useAct } from '@/api/hooks';
import { toastError } from '@/app/toasts';
import css from '@/features/organise/organise.module.css';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Select } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Field, TextField } from '@/parts/Field';
import { kindName } from './Group';

export interface CategoryDraft {
  /** Null makes a new one. */
  id: string | null;
  name: string;
  group: string;
}

export interface GroupDraft {
  id: string | null;
  name: string;
  kind: string;
}

export function CategoryDialog({
  draft,
  groups,
  onClose,
}: {
  draft: CategoryDraft;
  groups: readonly GroupView[];
  onClose: () => void;
}) {
  const create = useAct('category.create');
  const update = useAct('category.update');
  const [name, setName] = useState(draft.name);
  const [group, setGroup] = useState(draft.group);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const done = { onSuccess: onClose, onError: toastError };
    if (draft.id === null) create.mutate({ name, group }, done);
    else update.mutate({ category: draft.id, name, ...(group === draft.group ? {} : { group }) }, done);
  };
  return (
    <Dialog open onClose={onClose} title={draft.id === null ? m.categories_new() : draft.name}>
      <form className={css.stack} onSubmit={save}>
        <TextField label={m.categories_name()} value={name} onChange={setName} maxLength={200} required />
        <Field label={m.categories_group()}>
          {({ id }) => (
            <Select
              id={id}
              value={group}
              onChange={setGroup}
              options={groups.map(one => ({ value: one.id, label: one.name }))}
            />
          )}
        </Field>
        <Footer onClose={onClose} disabled={name.trim() === '' || create.isPending || update.isPending} />
      </form>
    </Dialog>
  );
}

export function GroupDialog({ draft, onClose }: { draft: GroupDraft; onClose: () => void }) {
  const create = useAct('group.create');
  const update = useAct('group.update');
  const [name, setName] = useState(draft.name);
  const [kind, setKind] = useState(draft.kind);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const done = { onSuccess: onClose, onError: toastError };
    if (draft.id === null) create.mutate({ name, kind }, done);
    else update.mutate({ group: draft.id, name, ...(kind === draft.kind ? {} : { kind }) }, done);
  };
  return (
    <Dialog open onClose={onClose} title={draft.id === null ? m.categories_new_group() : draft.name}>
      <form className={css.stack} onSubmit={save}>
        <TextField label={m.categories_name()} value={name} onChange={setName} maxLength={200} required />
        <Field label={m.categories_kind()}>
          {({ id }) => (
            <Select
              id={id}
              value={kind}
              onChange={setKind}
              options={['expense', 'income', 'transfer'].map(value => ({ value, label: kindName(value) }))}
            />
          )}
        </Field>
        <Footer onClose={onClose} disabled={name.trim() === '' || create.isPending || update.isPending} />
      </form>
    </Dialog>
  );
}

function Footer({ onClose, disabled }: { onClose: () => void; disabled: boolean }) {
  return (
    <div className={css.line}>
      <span className={css.grow} />
      <Button onClick={onClose}>{m.parts_cancel()}</Button>
      <Button kind="primary" type="submit" disabled={disabled}>
        {m.parts_save()}
      </Button>
    </div>
  );
}
