// The overview: an empty book leads on, a full one shows figures that lead to their rows.
import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, LANGUAGES, LOOKS, screenshot, test, visit } from './harness/test';

const WORDS = {
  en: {
    empty: 'Your book is ready and empty',
    worth: 'Net worth',
    waiting: 'Waiting for you',
    spending: 'Spending',
    uncategorised: /transactions? without category/,
    budget: 'Make a budget',
    six: '6 months',
    month: 'October 2026',
    accounts: 'Accounts',
    risks: 'Budgets at risk',
    average: 'Use the average of 3 months',
    count: /\d transactions?/,
  },
  'pt-BR': {
    empty: 'Seu livro está pronto e vazio',
    worth: 'Patrimônio',
    waiting: 'À sua espera',
    spending: 'Gastos',
    uncategorised: /lançamentos? sem categoria/,
    budget: 'Fazer um orçamento',
    six: '6 meses',
    month: 'Outubro de 2026',
    accounts: 'Contas',
    risks: 'Orçamentos em risco',
    average: 'Usar a média de 3 meses',
    count: /\d lançamentos?/,
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

/** The links of a part of the overview that lead to rows, with the amounts they stand on. */
async function figures(part: Locator): Promise<{ href: string; text: string }[]> {
  return part
    .locator('a[href^="#/register"]')
    .evaluateAll(links =>
      links.map(link => ({ href: link.getAttribute('href') ?? '', text: link.textContent ?? '' })),
    );
}

/** Clicks a figure; the register shows rows, and the heading their count and sum. */
async function follow(app: Page, part: Locator, place: number, href: string): Promise<Locator> {
  await visit(app, 'overview');
  await part.locator('a[href^="#/register"]').nth(place).click();
  expect(new URL(app.url()).hash).toBe(href);
  const heading = app.locator('main header');
  await expect(heading).toContainText(/\d/);
  await expect(app.getByRole('alert')).toHaveCount(0);
  return heading;
}

for (const language of LANGUAGES) {
  const words = WORDS[language];
  test.describe(`drilling down ${language}`, () => {
    test.use({ language, book: 'sample' });

    test('every figure leads to the rows that make it', async ({ app }) => {
      test.slow();
      await app.clock.setFixedTime(new Date(2026, 9, 20, 12));
      await visit(app, 'budgets', { month: '2026-10' });
      await app.getByRole('button', { name: words.average }).click();
      const spent = app
        .getByRole('row')
        .filter({ has: app.locator('a') })
        .filter({ has: app.locator('input[data-amount]') })
        .first();
      // The dollars of the English book were all spent before October.
      const overspent = language === 'pt-BR';
      if (overspent) {
        await spent.getByRole('textbox').fill('1');
        await spent.getByRole('textbox').press('Enter');
      }
      await visit(app, 'overview');
      for (const [name, exact] of [
        [words.worth, []],
        // In, out and the rest: this month and the one before are sums of rows, a usual month is an average.
        [words.month, [0, 1, 3, 4, 6, 7]],
        [words.spending, 'all'],
        ...(overspent ? ([[words.risks, 'all']] as const) : []),
        [words.accounts, []],
      ] as const) {
        const part = app.locator('main').getByRole('region', { name, exact: true });
        await expect(part.locator('a[href^="#/register"]').first()).toBeVisible();
        const all = await figures(part);
        for (const [place, { href, text }] of all.entries()) {
          const heading = await follow(app, part, place, href);
          await expect(heading).toContainText(words.count);
          const amount = /\d[\d.,]*/.exec(text)?.[0] ?? '';
          const sums = exact === 'all' || exact.some(one => one === place);
          if (sums && /[1-9]/.test(amount)) await expect(heading).toContainText(amount);
        }
        await visit(app, 'overview');
      }
    });
  });
}
