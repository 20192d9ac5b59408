// Goals: nothing yet, one made, changed, put away and taken back.
import { expect, expectAccessible, LOOKS, screenshot, test, visit } from './harness/test';

const WORDS = {
  en: {
    empty: 'What are you saving for?',
    make: 'New goal',
    name: 'Name',
    target: 'Amount to reach',
    due: 'By the day',
    where: 'Where the money lies',
    create: 'Create goal',
    actions: 'Actions for Trip',
    edit: 'Change goal',
    archive: 'Archive',
    save: 'Save',
    undo: 'Undo',
    needs: 'A goal needs a name.',
    day: '12/31/2027',
  },
  'pt-BR': {
    empty: 'Para que você está poupando?',
    make: 'Nova meta',
    name: 'Nome',
    target: 'Valor a alcançar',
    due: 'Até o dia',
    where: 'Onde o dinheiro está',
    create: 'Criar meta',
    actions: 'Ações de Trip',
    edit: 'Alterar meta',
    archive: 'Arquivar',
    save: 'Salvar',
    undo: 'Desfazer',
    needs: 'Uma meta precisa de nome.',
    day: '31/12/2027',
  },
} as const;

for (const look of LOOKS) {
  const words = WORDS[look.language];
  test.describe(`${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'sample' });

    test('a goal from nothing to put away and back', async ({ app }) => {
      await visit(app, 'goals');
      await expect(app.getByRole('heading', { name: words.empty })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'goals-empty', look);
      await app.getByRole('button', { name: words.make }).click();
      const dialog = app.getByRole('dialog');
      await dialog.getByRole('button', { name: words.create }).click();
      await expect(dialog.getByText(words.needs)).toBeVisible();
      await expectAccessible(app);
      await dialog.getByLabel(words.name, { exact: true }).fill('Trip');
      await dialog.getByLabel(words.target).fill('50000');
      await dialog.getByLabel(words.due).fill(words.day);
      await dialog.getByLabel(words.where).click();
      await app.getByRole('option').nth(1).click();
      await dialog.getByRole('button', { name: words.create }).click();
      await expect(dialog).toBeHidden();
      await expect(app.getByRole('region', { name: 'Trip' })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'goals', look);
      await app.getByRole('button', { name: words.actions }).click();
      await app.getByRole('menuitem', { name: words.edit }).click();
      await app.getByRole('dialog').getByLabel(words.target).fill('40000');
      await app.getByRole('dialog').getByRole('button', { name: words.save }).click();
      await expect(app.getByRole('region', { name: 'Trip' })).toContainText(/40[.,]000/);
      await app.getByRole('button', { name: words.actions }).click();
      await app.getByRole('menuitem', { name: words.archive }).click();
      await expect(app.getByRole('region', { name: 'Trip' })).toBeHidden();
      await app.getByRole('button', { name: words.undo }).click();
      await expect(app.getByRole('region', { name: 'Trip' })).toBeVisible();
    });
  });
}
