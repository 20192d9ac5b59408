// Budgeting a month: begin from what is usual, type over amounts, cover a hole, take it back, envelopes.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, LANGUAGES, LOOKS, screenshot, test, visit } from './harness/test';

const WORDS = {
  en: {
    start: 'Nothing is budgeted for this month yet',
    average: 'Use the average of 3 months',
    limit: /^Limit for /,
    aside: /^Set aside for /,
    cover: /^Cover /,
    coverRun: 'Cover',
    style: 'How to budget',
    envelopes: 'Envelopes',
    rest: 'Not set aside yet',
    carry: 'Carry the balance over',
    next: 'Next month',
    october: /October 2026/,
    low: '1.00',
  },
  'pt-BR': {
    start: 'Ainda não há orçamento para este mês',
    average: 'Usar a média de 3 meses',
    limit: /^Limite de /,
    aside: /^Reservado para /,
    cover: /^Cobrir /,
    coverRun: 'Cobrir',
    style: 'Como orçar',
    envelopes: 'Envelopes',
    rest: 'Ainda sem destino',
    carry: 'Levar o saldo adiante',
    next: 'Próximo mês',
    october: /outubro de 2026/i,
    low: '1,00',
  },
} as const;

const SEPTEMBER = { month: '2026-09' };

/** A row that had spending in the month, so that it can be overspent. */
function spentRow(app: Page) {
  return app
    .getByRole('row')
    .filter({ has: app.locator('a') })
    .filter({ has: app.locator('input[data-amount]') })
    .first();
}

for (const look of LOOKS) {
  const words = WORDS[look.language];
  test.describe(`${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'sample' });

    test('a month, before and after it is budgeted, and a category of it', async ({ app }) => {
      await visit(app, 'budgets', SEPTEMBER);
      await expect(app.getByRole('heading', { name: words.start })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'budgets-empty', look);
      await app.getByRole('button', { name: words.average }).click();
      await expect(app.getByRole('heading', { name: words.start })).toBeHidden();
      const row = spentRow(app);
      await row.getByRole('textbox').fill(words.low);
      await row.getByRole('textbox').press('Enter');
      await expect(row.getByRole('button', { name: words.cover })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'budgets', look);
      await row.getByRole('button').first().click();
      await expect(app.getByRole('switch', { name: words.carry })).toBeVisible();
      await expect(app.getByRole('img')).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'budget-category', look);
    });
  });
}

for (const language of LANGUAGES) {
  const words = WORDS[language];
  test.describe(`flows ${language}`, () => {
    test.use({ language, book: 'sample' });

    test('amounts are typed over with the keyboard, and taken back', async ({ app }) => {
      await visit(app, 'budgets', SEPTEMBER);
      const cells = app.getByRole('textbox', { name: words.limit });
      await cells.nth(0).focus();
      await app.keyboard.type('300');
      await app.keyboard.press('Enter');
      await expect(cells.nth(1)).toBeFocused();
      await app.keyboard.type('12+3');
      await app.keyboard.press('ArrowDown');
      await expect(cells.nth(2)).toBeFocused();
      await app.keyboard.press('ArrowUp');
      await expect(cells.nth(1)).toBeFocused();
      await expect(cells.nth(0)).toHaveValue(/^300[.,]00$/);
      await expect(cells.nth(1)).toHaveValue(/^15[.,]00$/);
      await cells.nth(1).blur();
      await app.keyboard.press('Control+z');
      await expect(cells.nth(1)).toHaveValue('');
      await app.keyboard.press('Control+z');
      await expect(cells.nth(0)).toHaveValue('');
      await app.getByRole('button', { name: words.next }).click();
      await expect(app.getByText(words.october).first()).toBeVisible();
    });

    test('a hole is covered', async ({ app }) => {
      await visit(app, 'budgets', SEPTEMBER);
      const row = spentRow(app);
      await row.getByRole('textbox').fill(words.low);
      await row.getByRole('textbox').press('Enter');
      await row.getByRole('button', { name: words.cover }).click();
      const dialog = app.getByRole('dialog');
      await expectAccessible(app);
      await dialog.getByRole('button', { name: words.coverRun, exact: true }).click();
      await expect(dialog).toBeHidden();
      await expect(row.getByRole('button', { name: words.cover })).toBeHidden();
    });

    test('envelopes show what has no purpose yet', async ({ app }) => {
      await visit(app, 'budgets', SEPTEMBER);
      await app.getByRole('combobox', { name: words.style }).click();
      await app.getByRole('option', { name: words.envelopes }).click();
      await expect(app.getByText(words.rest).first()).toBeVisible();
      const cells = app.getByRole('textbox', { name: words.aside });
      await cells.nth(0).fill('100');
      await cells.nth(0).press('Enter');
      await expect(cells.nth(0)).toHaveValue(/^100[.,]00$/);
      await expectAccessible(app);
      await screenshot(app, 'budgets-envelopes', { language, theme: 'light' });
    });
  });
}
