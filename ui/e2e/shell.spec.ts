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
