// A newcomer's first evening, from an empty screen to quitting: two banks, three corrections, what was learned, a budget, a way back.
import { readFile, writeFile } from 'node:fs/promises';
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
    limitOf: 'Limit for ',
    unbudgeted: 'Nothing is budgeted for this month yet',
    currency: 'Main currency',
    firstStatement: 'The first statement of this account',
    doubtful: /lines may be rows/,
    same: /^The same/,
    alike: /% alike$/,
    learned: 'You chose it for this text before.',
    with: '73.05',
    without: '59.15',
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
    limitOf: 'Limite de ',
    unbudgeted: 'Ainda não há orçamento para este mês',
    currency: 'Moeda principal',
    firstStatement: 'O primeiro extrato desta conta',
    doubtful: /linhas podem ser/,
    same: /^É o mesmo/,
    alike: /% parecido$/,
    learned: 'Você já a escolheu para este texto.',
    with: '73,05',
    without: '59,15',
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

/** The same account as its bank's app exports it, without the bank's numbers: rows of the statement under other names, and one that is new. */
async function fromTheApp(folder: string): Promise<string> {
  const whole = await readFile(FILES[0] ?? '', 'latin1');
  const row = (day: string, amount: string, text: string) =>
    `<STMTTRN>\n<TRNTYPE>DEBIT\n<DTPOSTED>${day}\n<TRNAMT>${amount}\n<FITID>\n<MEMO>${text}\n</STMTTRN>\n`;
  const rows = [
    row('20260831', '-61.58', 'CINEMA ESTRELA'),
    row('20260831', '-20.70', 'CENTRAL PARK ESTAC'),
    row('20260901', '-13.90', 'SORVETERIA DA ESQUINA'),
  ];
  const file = path.join(folder, 'app-2026-09.ofx');
  const begin = whole.indexOf('<STMTTRN>');
  const end = whole.indexOf('</BANKTRANLIST>');
  const balance = /<LEDGERBAL>[^]*<\/LEDGERBAL>\s*/;
  await writeFile(
    file,
    `${whole.slice(0, begin)}${rows.join('')}${whole.slice(end).replace(balance, '')}`,
    'latin1',
  );
  return file;
}

async function story(app: Page, folder: string, language: Language): Promise<void> {
  const say = words[language];
  const look = { language, theme: 'light' };
  let pictures = 0;
  const picture = (name: string) =>
    screenshot(app, `story-${String(++pictures).padStart(2, '0')}-${name}`, look);

  await app.getByRole('combobox', { name: say.currency }).click();
  await app.getByRole('option', { name: /^BRL/ }).click();
  await picture('welcome');
  await app.getByRole('button', { name: say.create }).click();
  await expect(app.getByRole('button', { name: say.importStep })).toBeVisible();
  await picture('first-steps');

  // Two banks at once: what is new, and does it add up?
  await drop(app, FILES);
  await expect(app.getByRole('heading', { level: 2 })).toHaveCount(2);
  await expect(app.getByRole('button', { name: say.commit })).toBeVisible();
  await expect(app.getByText(say.firstStatement)).toBeVisible();
  await picture('plan');
  await app.getByRole('button', { name: say.commit }).click();
  await expect(app.getByRole('heading', { name: say.done })).toBeVisible();

  // Some of it once more from the bank's app, under other names: what may be the same is asked.
  await drop(app, [await fromTheApp(folder)]);
  const doubtful = app.getByRole('list', { name: say.doubtful });
  await expect(doubtful.getByRole('listitem')).toHaveCount(2);
  await picture('doubtful');
  await doubtful.focus();
  for (const place of [0, 1]) {
    await app.keyboard.press('m');
    await expect(doubtful.getByRole('button', { name: say.same }).nth(place)).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await app.keyboard.press('j');
  }
  await app.keyboard.press('ControlOrMeta+Enter');
  await expect(app.getByRole('heading', { name: say.done })).toBeVisible();
  await app.getByRole('button', { name: say.review }).click();

  // Three corrections, and the fourth is learned.
  const grid = app.getByRole('grid');
  const rows = grid.getByRole('row').filter({ hasText: MERCHANT });
  const find = app.getByRole('searchbox', { name: say.find });
  await expect(grid).toBeFocused();
  await picture('review');
  await app.keyboard.press('/');
  await find.fill(MERCHANT);
  await find.press('Enter');
  await expect(rows).toHaveCount(OF_MERCHANT);
  await expect(rows.filter({ hasText: say.category })).toHaveCount(0);
  for (let corrected = 1; corrected <= 3; corrected++) {
    await app.keyboard.press('c');
    const field = app.getByRole('combobox', { name: say.right });
    await field.fill(say.category);
    if (corrected === 1) await picture('correct');
    await field.press('Enter');
    await expect(rows).toHaveCount(OF_MERCHANT - corrected);
    await expect(grid).toBeFocused();
  }
  await expect(rows.filter({ hasText: say.category })).toHaveCount(OF_MERCHANT - 3, { timeout: 20_000 });
  await expect(app.getByText(say.learned)).toBeVisible();
  await expect(app.getByText(say.alike).first()).toBeVisible();
  await picture('learned');

  await visit(app, 'budgets', { month: '2026-08' });
  const limit = app.getByRole('textbox', { name: `${say.limitOf}${say.category}` });
  await limit.fill('900');
  await limit.press('Enter');
  await expect(app.getByText(say.unbudgeted)).toBeHidden();
  await expect(limit).toHaveValue(/900/);
  await picture('budget');

  // The import of the app was a mistake: back to before it.
  const account = app.getByRole('navigation').getByRole('link', { name: /78-9/ });
  await expect(account).toContainText(say.with);
  await visit(app, 'import', { tab: 'history' });
  // The import's own: what was done just before offers an undo as well.
  await app.getByRole('row').getByRole('button', { name: say.undo, exact: true }).first().click();
  await picture('undo');
  await app.getByRole('dialog').getByRole('button', { name: say.takeBack }).click();
  await expect(app.getByText(say.takenBack, { exact: true })).toBeVisible();
  await expect(account).toContainText(say.without);
  await picture('end');
}

for (const language of LANGUAGES) {
  test.describe(language, () => {
    test.use({ language, book: 'none' });

    test('a first evening', async ({ app, files, served }) => {
      await story(app, files.folder, language);
      await served.stop();
    });
  });
}
