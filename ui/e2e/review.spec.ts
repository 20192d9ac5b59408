// Review: the queue by keyboard, why, the threshold, all above a confidence, a rule.
import { expect, expectAccessible, LOOKS, screenshot, test, visit } from './harness/test';

const words = {
  en: {
    screen: /^Review/,
    find: 'Find in the queue',
    nothing: 'Nothing in the queue matches',
    empty: 'There are no rows yet',
    threshold: 'When the machine may decide',
    above: 'Accept all above…',
    rule: 'A rule from this row',
    make: 'Make the rule',
    accept: /^Accept \d+/,
    accepted: /accepted$/,
    made: /The rule is made/,
    right: 'The right category',
  },
  'pt-BR': {
    screen: /^Revisar/,
    find: 'Buscar na fila',
    nothing: 'Nada na fila corresponde',
    empty: 'Ainda não há lançamentos',
    threshold: 'Quando a máquina pode decidir',
    above: 'Aceitar todas acima de…',
    rule: 'Uma regra a partir deste lançamento',
    make: 'Criar a regra',
    accept: /^Aceitar \d+/,
    accepted: /aceitas?$/,
    made: /A regra foi criada/,
    right: 'A categoria certa',
  },
} as const;

for (const look of LOOKS) {
  const say = words[look.language];
  test.describe(`${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'sample' });

    test('going through the queue by keyboard', async ({ app }) => {
      await visit(app, 'review');
      const grid = app.getByRole('grid');
      await expect(grid.getByRole('row').nth(1)).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'review', look);
      await screenshot(app, 'review', { ...look, size: 'wide' });
      await grid.focus();
      const waiting = app.locator('header p').first();
      // Before the queue is read it says what is being done instead.
      await expect(waiting).toHaveText(/^\d/);
      const before = await waiting.textContent();
      await app.keyboard.press('Enter');
      await expect(app.getByText(say.accepted).first()).toBeVisible();
      await expect(waiting).not.toHaveText(before ?? '');
      await expect(waiting).toHaveText(/^\d/);
      // The sidebar counts the same.
      const count = parseInt((await waiting.textContent()) ?? '', 10);
      await expect(app.getByRole('link', { name: say.screen })).toContainText(String(count));

      const find = app.getByRole('searchbox', { name: say.find });
      await app.keyboard.press('/');
      await find.fill('xyzzy');
      await expect(app.getByText(say.nothing)).toBeVisible();
      await expectAccessible(app);
      await find.press('Escape');
      await expect(grid).toBeFocused();

      await app.keyboard.press('c');
      const field = app.getByRole('combobox', { name: say.right });
      await expect(field).toBeFocused();
      await app.keyboard.press('Escape');

      await grid.focus();
      await app.keyboard.press('t');
      await expect(app.getByRole('dialog', { name: say.threshold })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'review-threshold', look);
      await app.keyboard.press('Escape');

      await grid.focus();
      await app.keyboard.press('r');
      await expect(app.getByRole('dialog', { name: say.rule })).toBeVisible();
      await expectAccessible(app);
      await app.getByRole('button', { name: say.make }).click();
      await expect(app.getByText(say.made)).toBeVisible();

      await grid.focus();
      await app.keyboard.press('a');
      await expect(app.getByRole('dialog', { name: say.above })).toBeVisible();
      await screenshot(app, 'review-above', look);
      await expectAccessible(app);
    });
  });

  test.describe(`an empty book, ${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'empty' });

    test('says where suggestions come from', async ({ app }) => {
      await app.getByRole('navigation').first().waitFor();
      await visit(app, 'review');
      await expect(app.getByText(say.empty)).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'review-empty', look);
    });
  });
}
