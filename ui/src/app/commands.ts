// Everything the palette offers right now.
import { useMemo } from 'react';
import type { OperationName } from '@/api/generated';
import { useReadsOnly } from '@/features/sync/readsOnly';
import { getLocale, locales, m, setLocale } from '@/messages';
import { go } from './address';
import { setDensity } from './density';
import { featuresFor } from './features';
import { titleOf } from './operationTitles';
import { formOperations, type Command } from './palette';
import { setTheme } from './preferences';
import { useShortcutList, type Shortcut } from './shortcuts';

const LANGUAGES: Readonly<Record<string, string>> = { en: 'English', 'pt-BR': 'Português (Brasil)' };

export function useCommands(onForm: (name: OperationName) => void): Command[] {
  const shortcuts = useShortcutList();
  const readsOnly = useReadsOnly();
  return useMemo(
    () => [...screens(readsOnly), ...keyed(shortcuts), ...looks(), ...catalog(onForm, readsOnly)],
    [shortcuts, onForm, readsOnly],
  );
}

function screens(readsOnly: boolean): Command[] {
  return featuresFor(readsOnly).map(feature => ({
    id: `go ${feature.path}`,
    title: m.shell_go_to({ screen: feature.title() }),
    also: feature.title(),
    ...(feature.key ? { keys: `g ${feature.key}` } : {}),
    run: () => go(feature.path),
  }));
}

/** What has keys on the screen in sight; the newest registration of the same name wins, as it does for the keys. */
function keyed(shortcuts: readonly Shortcut[]): Command[] {
  const own = shortcuts.filter(shortcut => !shortcut.keys.startsWith('g ') && shortcut.keys !== 'mod+k');
  const named = new Map(own.toReversed().map(shortcut => [`${shortcut.scope} ${shortcut.label}`, shortcut]));
  return [...named].map(([name, { label, scope, keys, run }]) => ({
    id: `key ${name}`,
    title: label,
    detail: scope,
    keys,
    run,
  }));
}

function looks(): Command[] {
  return [
    { id: 'theme system', title: m.shell_theme_system(), also: 'theme tema', run: () => setTheme('system') },
    { id: 'theme light', title: m.shell_theme_light(), also: 'theme tema', run: () => setTheme('light') },
    { id: 'theme dark', title: m.shell_theme_dark(), also: 'theme tema', run: () => setTheme('dark') },
    {
      id: 'density normal',
      title: m.shell_density_normal(),
      also: 'density densidade',
      run: () => setDensity('normal'),
    },
    {
      id: 'density compact',
      title: m.shell_density_compact(),
      also: 'density densidade',
      run: () => setDensity('compact'),
    },
    ...locales
      .filter(locale => locale !== getLocale())
      .map(locale => ({
        id: `language ${locale}`,
        title: m.shell_language({ language: LANGUAGES[locale] ?? locale }),
        also: 'language idioma',
        run: () => void setLocale(locale),
      })),
  ];
}

/** Actions that change nothing but this device. */
const OWN: ReadonlySet<OperationName> = new Set<OperationName>(['setting.set']);

function catalog(onForm: (name: OperationName) => void, readsOnly: boolean): Command[] {
  // What the catalog says about itself is English.
  const explain = getLocale() === 'en';
  const offered = formOperations().filter(
    ([name, { kind }]) => !readsOnly || kind !== 'action' || OWN.has(name),
  );
  return offered.map(([name, info]) => ({
    id: `call ${name}`,
    title: titleOf(name),
    also: name.replaceAll(/[._]/g, ' '),
    ...(explain ? { detail: info.about.split('\n')[0] ?? '' } : {}),
    run: () => onForm(name),
  }));
}
