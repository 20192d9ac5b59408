// Review: the queue by keyboard, why, the threshold, all above a confidence, a rule.
import { expect, expectAccessible, LOOKS, screenshot, test, visit } from './harness/test';

const words = {
  en: {
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
      await grid.focus();
      const waiting = app.locator('header p').first();
      const before = await waiting.textContent();
      await app.keyboard.press('Enter');
      await expect(app.getByText(say.accepted).first()).toBeVisible();
      await expect(waiting).not.toHaveText(before ?? '');

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
}
