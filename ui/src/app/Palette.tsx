// The command palette: type, choose with the arrows, Enter. Operations that need input ask for it in a form.
import { Dialog as Base } from '@base-ui/react/dialog';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import type { OperationName } from '@/api/generated';
import { KeyHint } from '@/parts/KeyHint';
import { m } from '@/messages';
import { announce } from './announce';
import { useCommands } from './commands';
import { recentCommands, rememberCommand, search, type Command } from './palette';
import css from './shell.module.css';

const SHOWN = 60;
const PAGE = 8;

const OperationForm = lazy(() => import('./OperationForm'));

export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [form, setForm] = useState<OperationName | null>(null);
  return (
    <>
      <Base.Root open={open} onOpenChange={next => !next && onClose()}>
        <Base.Portal>
          <Base.Popup className={css.palette} aria-label={m.shell_palette()}>
            <List onForm={setForm} onDone={onClose} />
          </Base.Popup>
        </Base.Portal>
      </Base.Root>
      {form && (
        <Suspense>
          <OperationForm key={form} name={form} onClose={() => setForm(null)} />
        </Suspense>
      )}
    </>
  );
}

function List({ onForm, onDone }: { onForm: (name: OperationName) => void; onDone: () => void }) {
  const commands = useCommands(onForm);
  const [recent] = useState(recentCommands);
  const [typed, setTyped] = useState('');
  const [current, setCurrent] = useState(0);
  const found = useMemo(() => search(commands, typed, recent).slice(0, SHOWN), [commands, typed, recent]);
  const chosen = Math.min(current, Math.max(0, found.length - 1));
  useEffect(() => {
    if (typed !== '') announce(m.shell_found({ count: found.length }));
  }, [typed, found.length]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    rememberCommand(command.id);
    onDone();
    command.run();
  };
  const move = (key: string): boolean => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }[key];
    if (step === undefined) return false;
    const next = chosen + step;
    const ends = Math.abs(step) === 1 ? (next + found.length) % Math.max(1, found.length) : next;
    setCurrent(Math.max(0, Math.min(found.length - 1, ends)));
    return true;
  };
  return (
    <>
      <input
        className={css.paletteInput}
        role="combobox"
        aria-label={m.shell_palette()}
        aria-expanded
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? `palette-${chosen}` : undefined}
        placeholder={m.shell_palette_hint()}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={event => {
          setTyped(event.target.value);
          setCurrent(0);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter') run(found[chosen]);
          else if (!move(event.key)) return;
          event.preventDefault();
        }}
      />
      {found.length === 0 && <p className={css.paletteNone}>{m.shell_no_command()}</p>}
      <div
        className={css.paletteList}
        id="palette-list"
        role="listbox"
        aria-label={m.shell_palette()}
        tabIndex={-1}
      >
        {found.map((command, place) => (
          <Choice
            key={command.id}
            command={command}
            place={place}
            chosen={place === chosen}
            onRun={run}
            onPoint={setCurrent}
          />
        ))}
      </div>
    </>
  );
}

interface ChoiceProps {
  command: Command;
  place: number;
  chosen: boolean;
  onRun: (command: Command) => void;
  onPoint: (place: number) => void;
}

function Choice({ command, place, chosen, onRun, onPoint }: ChoiceProps) {
  return (
    // The input keeps the focus and moves the choice; the mouse is an addition.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`palette-${place}`}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      className={css.paletteItem}
      ref={element => {
        if (chosen) element?.scrollIntoView({ block: 'nearest' });
      }}
      onMouseMove={() => !chosen && onPoint(place)}
      onClick={() => onRun(command)}
    >
      <span className={css.paletteTitle}>{command.title}</span>
      <small>{command.detail}</small>
      {command.keys && <KeyHint keys={command.keys} />}
    </div>
  );
}
