// Reports: every kind, by everything, with comparison, drill-down and files.
import { readFile } from 'node:fs/promises';
import { expect, expectAccessible, LOOKS, screenshot, test, visit } from './harness/test';

const WORDS = {
  en: {
    year: 'Last 12 months',
    period: 'Period',
    total: 'Total',
    table: 'Show as table',
    export: 'Export',
    csv: 'Table as CSV',
    pdf: 'Report as PDF',
    png: 'Chart as PNG',
    worth: 'Net worth at the end of each month',
    flow: 'Money in and out by month',
    heading: 'Category,Amount,Before,Rows,Currency',
  },
  'pt-BR': {
    year: 'Últimos 12 meses',
    period: 'Período',
    total: 'Total',
    table: 'Mostrar como tabela',
    export: 'Exportar',
    csv: 'Tabela em CSV',
    pdf: 'Relatório em PDF',
    png: 'Gráfico em PNG',
    worth: 'Patrimônio no fim de cada mês',
    flow: 'Entradas e saídas por mês',
    heading: 'Categoria,Valor,Antes,Linhas,Moeda',
  },
} as const;

const SPAN = { period: 'custom', from: '2026-06-01', to: '2026-10-31' };

for (const look of LOOKS) {
  const words = WORDS[look.language];
  test.describe(`${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'sample' });

    test('spending by category, its table, and files of it', async ({ app }) => {
      await visit(app, 'reports', SPAN);
      await expect(app.getByRole('rowheader', { name: words.total })).toBeVisible({ timeout: 20_000 });
      await expectAccessible(app);
      await screenshot(app, 'reports-spending', look);
      await screenshot(app, 'reports-spending', { ...look, size: 'wide' });
      for (const [item, check] of [
        [words.csv, (bytes: Buffer) => expect(bytes.toString('utf8')).toContain(words.heading)],
        [words.pdf, (bytes: Buffer) => expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')],
        [words.png, (bytes: Buffer) => expect(bytes.subarray(1, 4).toString()).toBe('PNG')],
      ] as const) {
        const coming = app.waitForEvent('download');
        await app.getByRole('button', { name: words.export }).click();
        await app.getByRole('menuitem', { name: item }).click();
        check(await readFile(await (await coming).path()));
      }
      await app.getByRole('button', { name: words.table }).click();
      await expectAccessible(app);
    });

    test('income, cash flow and net worth', async ({ app }) => {
      await visit(app, 'reports', { ...SPAN, kind: 'income', by: 'account' });
      await expect(app.getByRole('rowheader', { name: words.total })).toBeVisible({ timeout: 20_000 });
      await expectAccessible(app);
      await visit(app, 'reports', { ...SPAN, kind: 'cash_flow' });
      await expect(app.getByRole('img', { name: words.flow })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'reports-cash-flow', look);
      await visit(app, 'reports', { ...SPAN, kind: 'net_worth' });
      await expect(app.getByRole('img', { name: words.worth })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'reports-net-worth', look);
    });
  });
}

test.describe('an empty book', () => {
  test.use({ book: 'empty' });

  test('says what to do', async ({ app }) => {
    await visit(app, 'reports');
    await expect(app.getByRole('heading', { name: 'Nothing in this period' })).toBeVisible();
    await expectAccessible(app);
    await app.getByRole('button', { name: 'Show the last 12 months' }).click();
    await expect(app.getByRole('combobox', { name: 'Period' })).toHaveText(/Last 12 months/);
  });
});
