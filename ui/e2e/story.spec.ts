// A newcomer's first evening, from an empty screen to quitting: two banks, three corrections, what was learned, a budget, a way back.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, LANGUAGES, sample, screenshot, test, visit, type Language } from './harness/test';

const FILES = [sample('conta-corrente-2026-06-a-08.ofx'), sample('fatura-cartao-2026-09.csv')];
const MERCHANT = 'PADARIA TRIGO BOM';
/** Rows of that merchant in both files. */
const OF_MERCHANT = 6;

const words = {
  en: {
    create: 'Make the book',
    importStep: 'Import a statement',
    commit: /^Import \d/,
    done: 'Imported',
    review: /^Review \d+ suggestions/,
    find: 'Find in the queue',
    right: 'The right category',
    category: 'Groceries',
    limit: /^Limit for /,
    undo: 'Undo',
    takeBack: 'Take back',
    takenBack: 'taken back',
  },
  'pt-BR': {
    create: 'Criar o livro',
    importStep: 'Importe um extrato',
    commit: /^Importar \d/,
    done: 'Importado',
    review: /^Revisar \d+ sugestões/,
    find: 'Buscar na fila',
    right: 'A categoria certa',
    category: 'Supermercado',
    limit: /^Limite de /,
    undo: 'Desfazer',
    takeBack: 'Desfazer',
    takenBack: 'desfeito',
  },
} as const;

/** Drops files on the window as a file manager does. */
async function drop(app: Page, files: readonly string[]): Promise<void> {
  const contents = await Promise.all(
    files.map(async file => ({
      name: path.basename(file),
      base64: (await readFile(file)).toString('base64'),
    })),
  );
  const transfer = await app.evaluateHandle(list => {
    const data = new DataTransfer();
    for (const { name, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
      data.items.add(new File([bytes], name));
    }
    return data;
  }, contents);
  await app.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await app.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

async function story(app: Page, language: Language): Promise<void> {
  const say = words[language];
  const look = { language, theme: 'light' };
  const picture = (name: string) => screenshot(app, `story-${name}`, look);

  await picture('1-welcome');
  await app.getByRole('button', { name: say.create }).click();
  await expect(app.getByRole('button', { name: say.importStep })).toBeVisible();
  await picture('2-first-steps');

  await drop(app, FILES);
  await expect(app.getByRole('heading', { level: 2 })).toHaveCount(2);
  await expect(app.getByRole('button', { name: say.commit })).toBeVisible();
  await picture('3-plan');
  await app.getByRole('button', { name: say.commit }).click();
  await expect(app.getByRole('heading', { name: say.done })).toBeVisible();
  await app.getByRole('button', { name: say.review }).click();

  const grid = app.getByRole('grid');
  const rows = grid.getByRole('row').filter({ hasText: MERCHANT });
  const find = app.getByRole('searchbox', { name: say.find });
  await expect(grid).toBeFocused();
  await picture('4-review');
  await app.keyboard.press('/');
  await find.fill(MERCHANT);
  await find.press('Enter');
  await expect(rows).toHaveCount(OF_MERCHANT);
  await expect(rows.filter({ hasText: say.category })).toHaveCount(0);
  for (let corrected = 1; corrected <= 3; corrected++) {
    await app.keyboard.press('c');
    const field = app.getByRole('combobox', { name: say.right });
    await field.fill(say.category);
    if (corrected === 1) await picture('5-correct');
    await field.press('Enter');
    await expect(rows).toHaveCount(OF_MERCHANT - corrected);
    await expect(grid).toBeFocused();
  }
  // It learned: the rest of that merchant is suggested anew.
  await expect(rows.filter({ hasText: say.category })).toHaveCount(OF_MERCHANT - 3, { timeout: 20_000 });
  await picture('6-learned');

  await visit(app, 'budgets', { month: '2026-08' });
  const limit = app.getByRole('textbox', { name: say.limit }).first();
  await limit.fill('900');
  await limit.press('Enter');
  await picture('7-budget');

  await visit(app, 'import', { tab: 'history' });
  await app.getByRole('button', { name: say.undo }).first().click();
  await picture('8-undo');
  await app.getByRole('dialog').getByRole('button', { name: say.takeBack }).click();
  await expect(app.getByText(say.takenBack, { exact: true })).toBeVisible();
}

for (const language of LANGUAGES) {
  test.describe(language, () => {
    test.use({ language, book: 'none' });

    test('a first evening', async ({ app, served }) => {
      await story(app, language);
      await served.stop();
    });
  });
}
