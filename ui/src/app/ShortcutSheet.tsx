// Every shortcut that works right now, by screen. Opened with `?`.
import { Dialog } from '@/parts/Dialog';
import { KeyHint } from '@/parts/KeyHint';
import { m } from '@/messages';
import css from './shell.module.css';
import { useShortcutList } from './shortcuts';

export function ShortcutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const shortcuts = useShortcutList();
  const scopes = [...new Set(shortcuts.map(shortcut => shortcut.scope))];
  return (
    <Dialog open={open} onClose={onClose} title={m.shell_shortcuts()} kind="wide">
      <div className={css.sheet}>
        {scopes.map(scope => (
          <section key={scope}>
            <h3>{scope}</h3>
            <ul>
              {shortcuts
                .filter(shortcut => shortcut.scope === scope)
                .map(shortcut => (
                  <li key={`${shortcut.keys} ${shortcut.label}`}>
                    <span>{shortcut.label}</span>
                    <KeyHint keys={shortcut.keys} />
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
