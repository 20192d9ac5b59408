// The overview: an empty book leads on, a full one shows figures that lead to their rows.
import { expect, expectAccessible, LOOKS, screenshot, test, visit } from './harness/test';

const WORDS = {
  en: {
    empty: 'Your book is ready and empty',
    worth: 'Net worth',
    waiting: 'Waits for you',
    spending: 'Spending',
    uncategorised: /rows? without category/,
    budget: 'Make a budget',
    six: '6 months',
  },
  'pt-BR': {
    empty: 'Seu livro está pronto e vazio',
    worth: 'Patrimônio',
    waiting: 'Espera por você',
    spending: 'Gastos',
    uncategorised: /lançamentos? sem categoria/,
    budget: 'Fazer um orçamento',
    six: '6 meses',
  },
} as const;

for (const look of LOOKS) {
  const words = WORDS[look.language];

  test.describe(`empty ${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'empty' });

    test('says how to begin', async ({ app }) => {
      await visit(app, 'overview');
      await expect(app.getByRole('heading', { name: words.empty })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'overview-empty', look);
    });
  });

  test.describe(`full ${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'sample' });

    test('figures lead to their rows', async ({ app }) => {
      // The samples end in October 2026.
      await app.clock.setFixedTime(new Date(2026, 9, 20, 12));
      await visit(app, 'goals');
      await visit(app, 'overview');
      await expect(app.getByRole('region', { name: words.worth })).toBeVisible();
      await expect(app.getByRole('region', { name: words.waiting })).toBeVisible();
      await app.getByRole('button', { name: words.six }).click();
      await expectAccessible(app);
      await screenshot(app, 'overview', look);
      const spending = app.getByRole('region', { name: words.spending });
      await spending.getByRole('link').first().click();
      await expect(app).toHaveURL(/#\/register\?q=category%3A.*date%3A2026-10/);
      await visit(app, 'overview');
      await app.getByRole('link', { name: words.uncategorised }).click();
      await expect(app).toHaveURL(/#\/register\?q=is%3Auncategorised/);
      await visit(app, 'overview');
      await app.getByRole('button', { name: words.budget }).click();
      await expect(app).toHaveURL(/#\/budgets\?month=2026-10/);
    });
  });
}
