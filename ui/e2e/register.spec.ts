// The register and the history: found by query, edited by keys, changed in bulk, taken back step by step.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, LOOKS, screenshot, test, visit } from './harness/test';

const WORDS = {
  en: {
    title: 'Transactions',
    search: 'Search transactions',
    nothing: 'Nothing matches',
    none: 'No transactions yet',
    query: 'amount<0',
    wrong: 'amuont>10',
    meant: /Did you mean “amount:”/,
    details: 'History',
  },
  'pt-BR': {
    title: 'Lançamentos',
    search: 'Buscar lançamentos',
    nothing: 'Nada encontrado',
    none: 'Nenhum lançamento ainda',
    query: 'valor<0',
    wrong: 'vlaor>10',
    meant: /Você quis dizer “valor:”/,
    details: 'Histórico',
  },
} as const;

const grid = (app: Page) => app.getByRole('grid');
const row = (app: Page, place: number) => grid(app).locator(`[aria-rowindex="${place + 2}"]`);

async function open(app: Page, params: Record<string, string> = {}): Promise<void> {
  await app.getByRole('navigation').first().waitFor();
  await visit(app, 'register', params);
  await row(app, 0).waitFor();
  await grid(app).focus();
}

for (const look of LOOKS) {
  const words = WORDS[look.language];
  test.describe(`${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'sample' });

    test('rows, query, details and history are accessible', async ({ app }) => {
      await open(app);
      await expect(app.getByRole('heading', { name: words.title })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'register', look);
      await screenshot(app, 'register', { ...look, size: 'wide' });
      const search = app.getByRole('combobox', { name: words.search });
      await search.fill(words.wrong);
      await expect(app.getByText(words.meant)).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'register-problem', look);
      await search.fill(words.query);
      await expect(app.getByText(words.meant)).toBeHidden();
      await search.press('Enter');
      await expect(grid(app)).toBeFocused();
      await app.keyboard.press('o');
      await expect(app.getByRole('dialog').getByRole('heading', { name: words.details })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'register-details', look);
      await app.keyboard.press('Escape');
      await visit(app, 'history');
      await expect(app.getByRole('heading', { name: words.details, level: 1 })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'history', look);
    });
  });
}

for (const language of ['en', 'pt-BR'] as const) {
  test.describe(`an empty book, ${language}`, () => {
    test.use({ book: 'empty', language });

    test('says what to do next', async ({ app }) => {
      await app.getByRole('navigation').first().waitFor();
      await visit(app, 'register');
      await expect(app.getByText(WORDS[language].none)).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'register-empty', { language, theme: 'light' });
    });
  });
}

test.describe('with the keyboard', () => {
  test.use({ book: 'sample', language: 'en' });

  test('a filter without rows can be cleared', async ({ app }) => {
    await open(app);
    await app.getByRole('combobox', { name: WORDS.en.search }).fill('zzzzzz');
    await expect(app.getByText(WORDS.en.nothing)).toBeVisible();
    await app.getByRole('button', { name: 'Show everything' }).click();
    await expect(row(app, 0)).toBeVisible();
  });

  test('a category is changed, a note written, both taken back', async ({ app }) => {
    await open(app);
    await app.keyboard.press('c');
    const field = app.getByRole('combobox', { name: 'Category' });
    await field.fill('leisure and h');
    await field.press('Enter');
    await expect(row(app, 0)).toContainText('Leisure and hobbies');
    await grid(app).focus();
    await app.keyboard.press('Home');
    await app.keyboard.press('n');
    await app.getByRole('textbox', { name: 'Note' }).fill('for the party');
    await app.keyboard.press('Enter');
    await expect(row(app, 0)).toContainText('for the party');
    await visit(app, 'history');
    const steps = app.getByRole('listitem').filter({ hasText: 'Leisure and hobbies' });
    await steps.getByRole('button').click();
    await expect(app.getByText('Taken back:').first()).toBeVisible();
    await visit(app, 'register');
    await expect(row(app, 0)).toContainText('for the party');
    await expect(row(app, 0)).not.toContainText('Leisure and hobbies');
  });

  test('a row is split and tells what is left', async ({ app }) => {
    await open(app);
    await app.keyboard.press('s');
    const dialog = app.getByRole('dialog', { name: 'Split' });
    await dialog.getByRole('textbox', { name: 'Amount of part 1' }).fill('-1');
    await dialog.getByRole('textbox', { name: 'Amount of part 1' }).press('Enter');
    await expect(dialog.getByText('Left to assign')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
    await expectAccessible(app);
    await screenshot(app, 'register-split', { language: 'en', theme: 'light' });
  });

  test('several rows are changed at once, as the preview says, and come back', async ({ app }) => {
    await open(app);
    await app.keyboard.press('x');
    await app.keyboard.press('j');
    await app.keyboard.press('x');
    await expect(app.getByText('2 rows selected')).toBeVisible();
    await app.keyboard.press('e');
    const dialog = app.getByRole('dialog', { name: 'Edit several rows' });
    await dialog.getByRole('textbox', { name: 'Add tags' }).fill('trip');
    await expect(dialog.getByText('2 transactions will change.')).toBeVisible();
    await expectAccessible(app);
    await screenshot(app, 'register-bulk', { language: 'en', theme: 'light' });
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await expect(app.getByText('2 transactions changed')).toBeVisible();
    const search = app.getByRole('combobox', { name: WORDS.en.search });
    await search.fill('tag:trip');
    await expect(grid(app)).toHaveAttribute('aria-rowcount', '3');
    await app.getByRole('button', { name: 'Undo' }).first().click();
    await expect(app.getByText('There is nothing called')).toBeVisible();
  });

  test('a view is saved and opened again', async ({ app }) => {
    await open(app, { q: 'amount<0' });
    await app.getByRole('button', { name: 'Views' }).click();
    await app.getByRole('menuitem', { name: 'Save this view…' }).click();
    await app.getByRole('textbox', { name: 'Name' }).fill('Spending');
    await app.keyboard.press('Enter');
    await expect(app.getByText('View “Spending” saved')).toBeVisible();
    await visit(app, 'register');
    await app.getByRole('button', { name: 'Views' }).click();
    await app.getByRole('menuitem', { name: 'Spending' }).click();
    await expect(app.getByRole('combobox', { name: WORDS.en.search })).toHaveValue('amount<0');
  });

  test('rows are deleted and restored', async ({ app }) => {
    await open(app);
    const before = await grid(app).getAttribute('aria-rowcount');
    await app.keyboard.press('Delete');
    await expect(app.getByText('1 transaction deleted')).toBeVisible();
    await app.getByRole('button', { name: 'Deleted' }).click();
    await expect(grid(app)).toHaveAttribute('aria-rowcount', '2');
    await grid(app).focus();
    await app.keyboard.press('Delete');
    await expect(app.getByText('1 transaction restored')).toBeVisible();
    await app.getByRole('button', { name: 'Deleted' }).click();
    await expect(grid(app)).toHaveAttribute('aria-rowcount', before ?? '');
  });
});
