// The frame around every screen: ways to get about, palette, shortcuts, undo, looks.
import { expect, expectAccessible, LOOKS, screenshot, test } from './harness/test';

const WORDS = {
  en: {
    navigation: 'Screens',
    palette: 'Find a command',
    shortcuts: 'Keyboard shortcuts',
    nothing: /nothing to undo/i,
  },
  'pt-BR': {
    navigation: 'Telas',
    palette: 'Procurar um comando',
    shortcuts: 'Atalhos de teclado',
    nothing: /nada para desfazer/i,
  },
} as const;

for (const look of LOOKS) {
  const words = WORDS[look.language];
  test.describe(`${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'sample' });

    test('frame, palette and shortcut sheet are accessible', async ({ app }) => {
      await expect(app.getByRole('navigation', { name: words.navigation })).toBeVisible();
      await expect(app.locator('html')).toHaveAttribute('data-theme', look.theme);
      await expect(app.locator('html')).toHaveAttribute('lang', look.language);
      await expectAccessible(app);
      await app.keyboard.press('Control+k');
      await expect(app.getByRole('combobox', { name: words.palette })).toBeFocused();
      await expectAccessible(app);
      await screenshot(app, 'palette', look);
      await app.keyboard.press('Escape');
      await app.keyboard.press('?');
      await expect(app.getByRole('dialog', { name: words.shortcuts })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'shortcuts', look);
    });
  });
}

test.describe('an empty book', () => {
  test.use({ book: 'empty' });

  test('has nothing to undo, and says so', async ({ app }) => {
    await app.getByRole('navigation').first().waitFor();
    await app.keyboard.press('Control+z');
    await expect(app.getByText(WORDS.en.nothing)).toBeVisible();
  });
});

test.describe('the palette', () => {
  test.use({ book: 'empty', language: 'pt-BR' });

  test('runs an operation from a form, shows an answer, and takes the action back', async ({ app }) => {
    await app.getByRole('navigation').first().waitFor();
    await app.keyboard.press('Control+k');
    await app.keyboard.type('nova conta');
    await app.keyboard.press('Enter');
    const form = app.getByRole('dialog', { name: 'Nova conta' });
    await expect(form.getByRole('button', { name: 'Executar' })).toBeDisabled();
    await form.getByLabel('Nome *').fill('Carteira');
    await form.getByLabel('Moeda *').fill('BRL');
    await form.getByLabel('Tipo *').fill('cash');
    await form.getByLabel('Saldo inicial').fill('12,50+3');
    await form.getByLabel('Saldo inicial').press('Tab');
    await expectAccessible(app);
    await form.getByRole('button', { name: 'Executar' }).click();
    const account = app.getByRole('navigation').getByRole('link', { name: /Carteira/ });
    await expect(account).toContainText('15,50');
    await app.keyboard.press('Control+k');
    await app.keyboard.type('listar contas');
    await app.keyboard.press('Enter');
    await app
      .getByRole('dialog', { name: 'Listar contas' })
      .getByRole('button', { name: 'Executar' })
      .click();
    await expect(app.getByRole('dialog').getByRole('cell', { name: 'Carteira' })).toBeVisible();
    await app.keyboard.press('Escape');
    await app.keyboard.press('Control+z');
    await expect(account).toBeHidden();
    await app.keyboard.press('Control+Shift+z');
    await expect(account).toBeVisible();
  });

  test('changes the look', async ({ app }) => {
    await app.getByRole('navigation').first().waitFor();
    await app.keyboard.press('Control+k');
    await app.keyboard.type('escura');
    await app.keyboard.press('Enter');
    await expect(app.locator('html')).toHaveAttribute('data-theme', 'dark');
    await app.reload();
    await expect(app.locator('html')).toHaveAttribute('data-theme', 'dark');
  });
});
