// Every key that works now, and where.
import { useShortcutList } from '@/app/shortcuts';
import { m } from '@/messages';
import { KeyHint } from '@/parts/KeyHint';
import { Card } from '@/parts/States';
import css from './settings.module.css';

export function Shortcuts() {
  const shortcuts = useShortcutList();
  const scopes = [...new Set(shortcuts.map(shortcut => shortcut.scope))];
  return (
    <>
      <p className={css.about}>{m.settings_shortcuts_about()}</p>
      {scopes.map(scope => (
        <Card key={scope} title={scope}>
          <dl className={css.keys}>
            {shortcuts
              .filter(shortcut => shortcut.scope === scope)
              .map(shortcut => (
                <div key={`${shortcut.keys} ${shortcut.label}`} style={{ display: 'contents' }}>
                  <dt>{shortcut.label}</dt>
                  <dd>
                    <KeyHint keys={shortcut.keys} />
                  </dd>
                </div>
              ))}
          </dl>
        </Card>
      ))}
    </>
  );
}
