// Welcome: make a book, look around in the sample book and throw it away.
import { expect, expectAccessible, LOOKS, screenshot, test } from './harness/test';

const words = {
  en: {
    create: 'Make the book',
    sample: 'Open the sample book',
    start: 'First steps',
    remove: 'Throw the sample away',
    tryImport: 'Try an import',
    doubtful: /2 lines may be rows/,
    commit: /^Import \d/,
    done: 'Imported',
    same: /^The same/,
  },
  'pt-BR': {
    create: 'Criar o livro',
    sample: 'Abrir o livro de exemplo',
    start: 'Primeiros passos',
    remove: 'Descartar o exemplo',
    tryImport: 'Experimentar uma importação',
    doubtful: /2 linhas podem ser/,
    commit: /^Importar \d/,
    done: 'Importado',
    same: /^É o mesmo/,
  },
} as const;

for (const look of LOOKS) {
  const say = words[look.language];
  test.describe(`${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'none' });

    test('a new book begins with three steps', async ({ app }) => {
      await expect(app.getByRole('button', { name: say.create })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'welcome', look);
      await screenshot(app, 'welcome', { ...look, size: 'wide' });
      await app.getByRole('button', { name: say.create }).click();
      await expect(app.getByRole('heading', { name: say.start })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'first-steps', look);
    });

    test('the sample book: an import with doubtful rows, and away with it', async ({ app }) => {
      await app.getByRole('button', { name: say.sample }).click();
      await app.getByRole('button', { name: say.tryImport }).click();
      await expect(app.getByRole('heading', { name: say.doubtful })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'import-doubtful', look);
      const pairs = app.getByRole('list', { name: say.doubtful });
      await pairs.focus();
      await app.keyboard.press('m');
      await expect(pairs.getByRole('button', { name: say.same }).first()).toHaveAttribute(
        'aria-pressed',
        'true',
      );
      await app.keyboard.press('ControlOrMeta+Enter');
      await expect(app.getByRole('heading', { name: say.done })).toBeVisible();
      await app.getByRole('button', { name: say.remove }).click();
      await expect(app.getByRole('button', { name: say.sample })).toBeVisible();
    });
  });
}
