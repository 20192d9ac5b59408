// Saved views: a query with its columns and order, under a name; and which columns are shown.
import { Bookmark, Check, ChevronDown, Columns3 } from 'lucide-react';
import { useState } from 'react';
import type { ViewView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { undo } from '@/app/Shell';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Menu } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { TextField } from '@/parts/Field';
import { columnTitle } from './columns';
import { ALL_COLUMNS, type ColumnId } from './query';
import css from './register.module.css';

export interface ViewsMenuProps {
  query: string;
  sort: string;
  columns: string;
  shown: readonly ColumnId[];
  onColumns: (columns: ColumnId[]) => void;
  onOpen: (view: ViewView) => void;
}

export function ViewsMenu({ query, sort, columns, shown, onColumns, onOpen }: ViewsMenuProps) {
  const views = useAsk('view.list', {});
  const [panel, setPanel] = useState<'save' | 'manage' | null>(null);
  const items = views.data?.items ?? [];
  const toggle = (id: ColumnId) =>
    onColumns(ALL_COLUMNS.filter(name => (name === id ? !shown.includes(id) : shown.includes(name))));
  return (
    <>
      <Menu
        trigger={
          <Button icon={<Columns3 size={15} aria-hidden />}>
            {m.register_columns()}
            <ChevronDown size={14} aria-hidden />
          </Button>
        }
        items={ALL_COLUMNS.map(id => ({
          label: columnTitle(id),
          icon: <Check size={14} aria-hidden opacity={shown.includes(id) ? 1 : 0} />,
          keys: shown.includes(id) ? m.register_shown() : '',
          run: () => toggle(id),
        }))}
      />
      <Menu
        trigger={
          <Button icon={<Bookmark size={15} aria-hidden />}>
            {m.register_views()}
            <ChevronDown size={14} aria-hidden />
          </Button>
        }
        items={[
          ...items.map(view => ({ label: view.name, run: () => onOpen(view) })),
          ...(items.length > 0 ? [null] : []),
          { label: m.register_view_save(), run: () => setPanel('save') },
          ...(items.length > 0 ? [{ label: m.register_views_manage(), run: () => setPanel('manage') }] : []),
        ]}
      />
      {panel === 'save' && (
        <SaveView query={query} sort={sort} columns={columns} onClose={() => setPanel(null)} />
      )}
      {panel === 'manage' && <ManageViews views={items} onClose={() => setPanel(null)} />}
    </>
  );
}

interface SaveViewProps {
  query: string;
  sort: string;
  columns: string;
  onClose: () => void;
}

function SaveView({ query, sort, columns, onClose }: SaveViewProps) {
  const [name, setName] = useState('');
  const save = useAct('view.save');
  const done = () =>
    save.mutate(
      { name, query, sort, columns: columns === '' ? [] : columns.split(',') },
      {
        onError: toastError,
        onSuccess: () => {
          toast({ text: m.register_view_saved({ name }) });
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.register_view_save()}
      footer={
        <Button kind="primary" disabled={name.trim() === '' || save.isPending} onClick={done}>
          {m.parts_save()}
        </Button>
      }
    >
      <TextField
        label={m.register_view_name()}
        hint={query === '' ? m.register_view_all() : query}
        value={name}
        onChange={setName}
        onKeyDown={event => event.key === 'Enter' && name.trim() !== '' && done()}
      />
    </Dialog>
  );
}

function ManageViews({ views, onClose }: { views: readonly ViewView[]; onClose: () => void }) {
  const remove = useAct('view.delete');
  return (
    <Dialog open onClose={onClose} title={m.register_views_manage()}>
      <ul className={css.views}>
        {views.map(view => (
          <li key={view.id} className={css.line}>
            <span>
              {view.name} <span className={css.muted}>{view.query}</span>
            </span>
            <Button
              size="small"
              kind="danger"
              aria-label={m.register_view_delete({ name: view.name })}
              disabled={remove.isPending}
              onClick={() =>
                remove.mutate(
                  { view: view.id },
                  {
                    onError: toastError,
                    onSuccess: () =>
                      toast({
                        text: m.register_view_deleted({ name: view.name }),
                        action: { label: m.shell_undo(), run: () => void undo() },
                      }),
                  },
                )
              }
            >
              {m.parts_delete()}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
