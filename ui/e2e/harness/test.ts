// What every flow begins with: a book of the wanted kind, the program serving it, a page in the wanted language and theme.
// A page that logs an error or breaks its content policy fails its test.
import { test as base, expect, type Page } from '@playwright/test';
import { place, remove, type Kind, type Language, type Place } from './books';
import { serve, type Served } from './program';

export { expect };
export { expectAccessible } from './axe';
export { screenshot } from './screenshot';
export { sample } from './books';
export type { Language };
export type Theme = 'light' | 'dark';

export interface Options {
  language: Language;
  theme: Theme;
  book: Kind;
}

interface Fixtures {
  files: Place;
  served: Served;
  /** The page, with the interface open. */
  app: Page;
}

export const test = base.extend<Options & Fixtures>({
  language: ['en', { option: true }],
  theme: ['light', { option: true }],
  book: ['sample', { option: true }],
  locale: async ({ language }, use) => use(language),
  colorScheme: async ({ theme }, use) => use(theme),
  files: async ({ book, language }, use) => {
    const files = await place(book, language);
    await use(files);
    await remove(files);
  },
  served: async ({ files }, use) => {
    const served = await serve(files.folder, files.book);
    await use(served);
    await served.stop();
  },
  app: async ({ page, served }, use) => {
    const wrong = watch(page);
    await page.goto(served.url);
    await use(page);
    expect(wrong, 'errors on the page').toEqual([]);
  },
});

/** Collects what a page complains about. A refused operation is an answer, not a complaint. */
function watch(page: Page): string[] {
  const wrong: string[] = [];
  page.on('pageerror', error => wrong.push(error.message));
  page.on('console', message => {
    const text = message.text();
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) wrong.push(text);
  });
  return wrong;
}

/** Both languages, for flows whose texts matter. */
export const LANGUAGES: readonly Language[] = ['en', 'pt-BR'];

/** Every look a screen has. */
export const LOOKS: readonly { language: Language; theme: Theme }[] = LANGUAGES.flatMap(language =>
  (['light', 'dark'] as const).map(theme => ({ language, theme })),
);

/** Each language once and each theme once: enough for flows that take long. Pictures are taken of every look. */
export const CROSSED_LOOKS = process.env['SCREENSHOTS']
  ? LOOKS
  : LOOKS.filter(({ language, theme }) => (language === 'en') === (theme === 'light'));

/** Goes to a screen, by its address: `visit(app, 'register', { q: 'uber' })`. */
export async function visit(page: Page, route: string, params: Record<string, string> = {}): Promise<void> {
  const query = new URLSearchParams(params).toString();
  await page.evaluate(
    hash => {
      globalThis.location.hash = hash;
    },
    `#/${route}${query === '' ? '' : `?${query}`}`,
  );
}
