// The command palette: type, choose with the arrows, Enter. Operations that need input ask for it in a form.
import { Dialog as Base } from '@base-ui/react/dialog';
import { useMemo, useState } from 'react';
import { call } from '@/api/client';
import { operations, type OperationName } from '@/api/generated';
import { Button } from '@/parts/Button';
import { Select } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Field, TextInput } from '@/parts/Field';
import { KeyHint } from '@/parts/KeyHint';
import { m } from '@/messages';
import { go } from './address';
import { FEATURES } from './features';
import { formInput, formOperations, search, type Command } from './palette';
import css from './shell.module.css';
import { useShortcutList } from './shortcuts';
import { toast, toastError } from './toasts';

const SHOWN = 60;

export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [form, setForm] = useState<OperationName | null>(null);
  return (
    <>
      <Base.Root open={open} onOpenChange={next => !next && onClose()}>
        <Base.Portal>
          <Base.Popup className={css.palette} aria-label={m.shell_palette()}>
            <List
              onForm={setForm}
              onDone={() => {
                onClose();
              }}
            />
          </Base.Popup>
        </Base.Portal>
      </Base.Root>
      {form && <OperationForm name={form} onClose={() => setForm(null)} />}
    </>
  );
}

function useCommands(onForm: (name: OperationName) => void): Command[] {
  const shortcuts = useShortcutList();
  return useMemo(
    () => [
      ...FEATURES.map(feature => ({
        id: `go ${feature.path}`,
        title: m.shell_go_to({ screen: feature.title() }),
        ...(feature.key ? { keys: `g ${feature.key}` } : {}),
        run: () => go(feature.path),
      })),
      ...shortcuts
        .filter(shortcut => !shortcut.keys.startsWith('g '))
        .map(shortcut => ({
          id: `key ${shortcut.scope} ${shortcut.keys}`,
          title: shortcut.label,
          detail: shortcut.scope,
          keys: shortcut.keys,
          run: shortcut.run,
        })),
      ...formOperations().map(([name, info]) => ({
        id: `call ${name}`,
        title: name.replace('.', ' ').replaceAll('_', ' '),
        detail: info.about.split('\n')[0] ?? '',
        run: () => onForm(name),
      })),
    ],
    [shortcuts, onForm],
  );
}

function List({ onForm, onDone }: { onForm: (name: OperationName) => void; onDone: () => void }) {
  const commands = useCommands(onForm);
  const [typed, setTyped] = useState('');
  const [current, setCurrent] = useState(0);
  const found = useMemo(() => search(commands, typed).slice(0, SHOWN), [commands, typed]);
  const chosen = Math.min(current, Math.max(0, found.length - 1));
  const run = (command: Command | undefined) => {
    if (!command) return;
    onDone();
    command.run();
  };
  return (
    <>
      <input
        className={css.paletteInput}
        role="combobox"
        aria-label={m.shell_palette()}
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `palette-${chosen}` : undefined}
        placeholder={m.shell_palette_hint()}
        value={typed}
        onChange={event => {
          setTyped(event.target.value);
          setCurrent(0);
        }}
        onKeyDown={event => {
          if (event.key === 'ArrowDown') setCurrent(Math.min(found.length - 1, chosen + 1));
          else if (event.key === 'ArrowUp') setCurrent(Math.max(0, chosen - 1));
          else if (event.key === 'Enter') run(found[chosen]);
          else return;
          event.preventDefault();
        }}
      />
      <div className={css.paletteList} id="palette-list" role="listbox" aria-label={m.shell_palette()}>
        {found.map((command, place) => (
          // The input keeps the focus and moves the choice; the mouse is an addition.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={command.id}
            id={`palette-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === chosen}
            className={css.paletteItem}
            ref={element => {
              if (place === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
            onClick={() => run(command)}
          >
            <span>{command.title}</span>
            <small>{command.detail}</small>
            {command.keys && <KeyHint keys={command.keys} />}
          </div>
        ))}
      </div>
    </>
  );
}

function OperationForm({ name, onClose }: { name: OperationName; onClose: () => void }) {
  const info = operations[name];
  const [typed, setTyped] = useState<Record<string, string>>({});
  const set = (field: string, value: string) => setTyped(before => ({ ...before, [field]: value }));
  const run = async () => {
    try {
      await call(name, formInput(info, typed) as never);
      onClose();
      toast({ text: m.shell_done({ what: name }) });
    } catch (thrown) {
      toastError(thrown);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={name.replace('.', ' ').replaceAll('_', ' ')}
      about={info.about}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button kind="primary" onClick={() => void run()}>
            {m.shell_run()}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {info.fields.map(field => (
          <Field
            key={field.name}
            label={`${field.name.replaceAll('_', ' ')}${field.required ? ' *' : ''}`}
            hint={field.about}
          >
            {({ id, describedBy }) =>
              field.type === 'choice' || field.type === 'boolean' ? (
                <Select
                  id={id}
                  value={typed[field.name] ?? ''}
                  options={[
                    { value: '', label: '–' },
                    ...(field.type === 'boolean' ? ['true', 'false'] : (field.choices ?? [])).map(value => ({
                      value,
                      label: value,
                    })),
                  ]}
                  onChange={value => set(field.name, value)}
                />
              ) : (
                <TextInput
                  id={id}
                  aria-describedby={describedBy}
                  value={typed[field.name] ?? ''}
                  onChange={value => set(field.name, value)}
                />
              )
            }
          </Field>
        ))}
      </div>
    </Dialog>
  );
}
