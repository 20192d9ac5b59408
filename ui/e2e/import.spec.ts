// Import: two banks at once, a doubtful pair, files that cannot be read, a file that is there already, stopping, taking back, CSV by hand.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, LOOKS, sample, screenshot, test, visit } from './harness/test';

const CHECKING = sample('conta-corrente-2026-06-a-08.ofx');
const CHECKING_LATER = sample('conta-corrente-2026-08-a-10.ofx');
const CARD = sample('fatura-cartao-2026-09.csv');

const words = {
  en: {
    commit: /^Import \d/,
    done: 'Imported',
    same: 'The same',
    history: 'History',
    mappings: 'CSV layouts',
    pdf: 'This is a PDF, not a statement that can be read',
    before: /imported before/,
    known: /known$/,
    undo: 'Undo',
    takeBack: 'Take back',
    takenBack: 'taken back',
    how: 'How it is read',
    dates: 'Say how to read it',
    use: /^Read \d+ rows so/,
    cancel: 'Cancel',
    stopped: 'Stopped. Nothing was written.',
    damaged: 'could not be read',
    tryImport: 'Try an import',
    agrees: 'balance agrees',
  },
  'pt-BR': {
    commit: /^Importar \d/,
    done: 'Importado',
    same: 'É o mesmo',
    history: 'Histórico',
    mappings: 'Formatos de CSV',
    pdf: 'Isto é um PDF, não um extrato que se possa ler',
    before: /já foi importado/,
    known: /já existentes$/,
    undo: 'Desfazer',
    takeBack: 'Desfazer',
    takenBack: 'desfeito',
    how: 'Como é lido',
    dates: 'Dizer como ler',
    use: /^Ler \d+ linhas assim/,
    cancel: 'Cancelar',
    stopped: 'Interrompido. Nada foi gravado.',
    damaged: 'não pôde ser lida',
    tryImport: 'Experimentar uma importação',
    agrees: 'saldo confere',
  },
} as const;

/** Gives files to the page the way the file field does. */
async function give(app: Page, ...files: string[]): Promise<void> {
  await app.locator('input[type=file][multiple]').setInputFiles(files);
}

/** Presses a button in the moment it is drawn, from inside the page: the way of a click from outside takes longer than it may stand there. */
async function pressWhenShown(app: Page, name: string): Promise<void> {
  await app.evaluate(text => {
    const press = () => {
      const button = [...document.querySelectorAll('button')].find(one => one.textContent === text);
      if (!button) return;
      watch.disconnect();
      button.click();
    };
    const watch = new MutationObserver(press);
    watch.observe(document.body, { childList: true, subtree: true });
  }, name);
}

for (const look of LOOKS) {
  const say = words[look.language];
  test.describe(`${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'empty' });

    test('two banks at once, and a way back', async ({ app }) => {
      await visit(app, 'import');
      await expectAccessible(app);
      await screenshot(app, 'import-empty', look);
      await give(app, CHECKING, CARD);
      await expect(app.getByRole('button', { name: say.commit })).toBeVisible();
      await expect(app.getByRole('heading', { level: 2 })).toHaveCount(2);
      await expectAccessible(app);
      await screenshot(app, 'import-plan', look);
      await screenshot(app, 'import-plan', { ...look, size: 'wide' });
      await app.getByRole('button', { name: say.commit }).click();
      await expect(app.getByRole('heading', { name: say.done })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'import-summary', look);

      // The later statement overlaps the first: what is there already is known.
      await give(app, CHECKING_LATER);
      await expect(app.getByRole('button', { name: say.known })).toBeVisible();
      await app.getByRole('button', { name: say.known }).click();
      await expect(app.getByRole('grid')).toBeVisible();
      await app.keyboard.press('ControlOrMeta+Enter');
      await expect(app.getByRole('heading', { name: say.done })).toBeVisible();
      await expect(app.getByText(say.agrees, { exact: true })).toBeVisible();

      await visit(app, 'import', { tab: 'history' });
      await expect(app.getByRole('row')).toHaveCount(4);
      await expectAccessible(app);
      await screenshot(app, 'import-history', look);
      await app.getByRole('button', { name: say.undo }).first().click();
      await app.getByRole('dialog').getByRole('button', { name: say.takeBack }).click();
      await expect(app.getByText(say.takenBack, { exact: true })).toBeVisible();
      // Once more it is fresh.
      await visit(app, 'import');
      await give(app, CHECKING_LATER);
      await expect(app.getByRole('button', { name: say.commit })).toBeVisible();
    });

    test('files that are no statements, and one that is there already', async ({ app, files }) => {
      const pdf = path.join(files.folder, 'extrato.pdf');
      await writeFile(pdf, '%PDF-1.7\n%binary\n');
      const broken = path.join(files.folder, 'broken.csv');
      await writeFile(
        broken,
        'Data;Histórico;Valor\n05/03/2026;PADARIA TRIGO BOM;-12,50\n40/03/2026;POSTO;-80,00\n07/03/2026;MERCADO;-20,00\n25/03/2026;FARMACIA;-9,90\n',
      );
      await visit(app, 'import');
      await give(app, pdf, broken, CARD);
      await expect(app.getByText(say.pdf)).toBeVisible();
      await expect(app.getByText(say.damaged).first()).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'import-refused', look);
      await app.getByRole('button', { name: say.commit }).click();
      await expect(app.getByRole('heading', { name: say.done })).toBeVisible();
      await give(app, CARD);
      await expect(app.getByText(say.before)).toBeVisible();
    });

    test('dates that can be read in two ways are asked for, and remembered', async ({ app, files }) => {
      const open = path.join(files.folder, 'bank.csv');
      await writeFile(open, 'Date,Description,Amount\n05/03/2026,COFFEE,-3.50\n06/03/2026,PAY,100.00\n');
      await visit(app, 'import');
      await give(app, open);
      await app.getByRole('button', { name: say.dates }).click();
      const dialog = app.getByRole('dialog');
      await dialog.getByRole('combobox').first().click();
      await app.getByRole('option', { name: '31/12/2026' }).click();
      await expect(dialog.getByRole('button', { name: say.use })).toBeEnabled();
      await expectAccessible(app);
      await screenshot(app, 'import-csv', look);
      await dialog.getByRole('button', { name: say.use }).click();
      await app.getByRole('button', { name: say.commit }).click();
      await expect(app.getByRole('heading', { name: say.done })).toBeVisible();
      const next = path.join(files.folder, 'next.csv');
      await writeFile(next, 'Date,Description,Amount\n07/04/2026,TEA,-2.00\n');
      await give(app, next);
      await expect(app.getByRole('button', { name: say.commit })).toBeVisible();
      await visit(app, 'import', { tab: 'mappings' });
      await expect(app.getByText('Date · Description · Amount')).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'import-mappings', look);
    });

    test('stopping in the middle leaves nothing behind', async ({ app, files }) => {
      const whole = await readFile(CHECKING, 'latin1');
      const row = whole.slice(whole.indexOf('<STMTTRN>'), whole.indexOf('</STMTTRN>') + 12);
      const rows = Array.from({ length: 120_000 }, (_, number) =>
        row
          .replace(/<FITID>[^\r\n]*/, `<FITID>L${number}`)
          .replace(/<TRNAMT>[^\r\n]*/, `<TRNAMT>-${1 + (number % 97)}.00`)
          .replace(/<MEMO>[^\r\n]*/, `<MEMO>LOJA ${number}`),
      ).join('');
      const large = path.join(files.folder, 'large.ofx');
      await writeFile(large, whole.replace('</BANKTRANLIST>', `${rows}</BANKTRANLIST>`), 'latin1');
      await visit(app, 'import');
      await pressWhenShown(app, say.cancel);
      await give(app, large);
      await expect(app.getByText(say.stopped)).toBeVisible();
      await visit(app, 'import', { tab: 'history' });
      await expect(app.getByRole('grid')).toHaveCount(0);
    });
  });
}
