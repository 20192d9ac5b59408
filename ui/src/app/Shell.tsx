// The frame of an open book: sidebar, the screen of the address, palette, shortcuts, undo and redo, drops.
import { Suspense, useEffect, useRef, useState } from 'react';
import { SkeletonRows } from '@/parts/States';
import { SharedBanner } from '@/features/sync/SharedBanner';
import { SampleBanner } from '@/features/welcome/SampleBanner';
import { forgetFlow } from '@/features/import/flow';
import { Toasts } from '@/parts/Toasts';
import { m } from '@/messages';
import { go, useAddress } from './address';
import { Boundary } from './Boundary';
import { useDropTarget } from './drops';
import { FEATURES } from './features';
import { useIdleLock } from './idle';
import { Palette } from './Palette';
import css from './shell.module.css';
import { ShortcutSheet } from './ShortcutSheet';
import { useShortcuts } from './shortcuts';
import { Sidebar } from './Sidebar';
import { redo, undo } from './undo';

export { redo, undo };

export function Shell() {
  useIdleLock();
  useEffect(() => forgetFlow, []);
  const { path } = useAddress();
  const main = useRef<HTMLElement>(null);
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  const over = useDropTarget();
  const feature = FEATURES.find(one => one.path === path) ?? FEATURES[0];
  const scope = m.shell_scope();
  useShortcuts([
    { keys: 'mod+k', label: m.shell_palette(), scope, inFields: true, run: () => setPalette(true) },
    { keys: '?', label: m.shell_shortcuts(), scope, run: () => setSheet(true) },
    { keys: 'mod+z', label: m.shell_undo(), scope, run: () => void undo() },
    { keys: 'mod+shift+z', label: m.shell_redo(), scope, run: () => void redo() },
    { keys: 'mod+y', label: m.shell_redo(), scope, run: () => void redo() },
    ...FEATURES.flatMap(one =>
      one.key
        ? [
            {
              keys: `g ${one.key}`,
              label: m.shell_go_to({ screen: one.title() }),
              scope: m.shell_scope_go(),
              run: () => go(one.path),
            },
          ]
        : [],
    ),
  ]);
  const title = feature?.title() ?? '';
  useEffect(() => {
    document.title = title === '' ? 'Valorize' : `${title} · Valorize`;
  }, [title]);
  const Screen = feature?.screen;
  return (
    <div className={css.shell}>
      <a
        className={css.skip}
        href="#main"
        onClick={event => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {m.shell_skip()}
      </a>
      <Sidebar onPalette={() => setPalette(true)} />
      <main id="main" className={css.main} ref={main} tabIndex={-1}>
        <SampleBanner />
        <SharedBanner />
        <Boundary screen={path}>
          <Suspense fallback={<SkeletonRows />}>{Screen && <Screen />}</Suspense>
        </Boundary>
      </main>
      <Palette open={palette} onClose={() => setPalette(false)} />
      <ShortcutSheet open={sheet} onClose={() => setSheet(false)} />
      <Toasts />
      {over && <div className={css.drop}>{m.shell_drop_here()}</div>}
    </div>
  );
}
