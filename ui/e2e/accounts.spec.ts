// Accounts: the list, one account, reconciling with the keyboard, unlocking, deleting and taking that back.
import { expect, expectAccessible, LOOKS, screenshot, test, visit } from './harness/test';

const WORDS = {
  en: {
    title: 'Accounts',
    make: 'New account',
    name: 'Name',
    save: 'Save',
    reconcile: 'Reconcile',
    balance: 'Statement balance',
    tickAll: 'Tick all',
    finish: 'Finish and lock',
    agrees: 'None: it agrees',
    unlock: 'Unlock',
    locked: /transactions are locked/,
    none: 'No accounts yet',
    remove: 'Delete',
    undo: 'Undo',
    actions: (account: string) => `Actions of ${account}`,
  },
  'pt-BR': {
    title: 'Contas',
    make: 'Nova conta',
    name: 'Nome',
    save: 'Salvar',
    reconcile: 'Conciliar',
    balance: 'Saldo do extrato',
    tickAll: 'Marcar tudo',
    finish: 'Concluir e travar',
    agrees: 'Nenhuma: confere',
    unlock: 'Destravar',
    locked: /lançamentos travados/,
    none: 'Nenhuma conta ainda',
    remove: 'Excluir',
    undo: 'Desfazer',
    actions: (account: string) => `Ações de ${account}`,
  },
} as const;

for (const look of LOOKS) {
  const words = WORDS[look.language];
  test.describe(`${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'sample' });

    test('accounts by group, one account, and its reconciliation', async ({ app }) => {
      await visit(app, 'accounts');
      await expect(app.getByRole('heading', { name: words.title, level: 1 })).toBeVisible();
      await expect(app.getByRole('table')).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'accounts', look);

      await app.getByRole('table').getByRole('link').first().click();
      await expect(app.getByRole('img')).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'account', look);

      await app.keyboard.press('c');
      await expect(app.getByLabel(words.balance)).toBeVisible();
      await expect(app.getByText(words.agrees)).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'reconcile', look);
      await app.keyboard.press('Control+Enter');
      await app.getByRole('dialog').getByRole('button', { name: words.finish }).click();
      await expect(app.getByText(words.locked)).toBeVisible();
      await app.getByRole('button', { name: words.unlock }).click();
      await app.getByRole('dialog').getByRole('button', { name: words.unlock }).click();
      await expect(app.getByRole('button', { name: words.unlock })).toHaveCount(0);
    });
  });
}

test.describe('an empty book', () => {
  test.use({ book: 'empty' });

  test('makes an account, ticks rows with the space bar, deletes the account and brings it back', async ({
    app,
  }) => {
    const words = WORDS.en;
    await visit(app, 'accounts');
    await expect(app.getByText(words.none)).toBeVisible();
    await expectAccessible(app);
    await app.getByRole('button', { name: words.make }).click();
    await app.getByRole('dialog').getByLabel(words.name, { exact: true }).fill('Wallet');
    await expectAccessible(app);
    await app.getByRole('dialog').getByRole('button', { name: words.save }).click();
    await expect(app.getByRole('link', { name: 'Wallet', exact: true })).toBeVisible();

    await app.getByRole('button', { name: words.actions('Wallet') }).click();
    await app.getByRole('menuitem', { name: words.remove }).click();
    await app.getByRole('dialog').getByRole('button', { name: words.remove }).click();
    await expect(app.getByText(words.none)).toBeVisible();
    await app.getByRole('button', { name: words.undo }).click();
    await expect(app.getByRole('link', { name: 'Wallet', exact: true })).toBeVisible();
  });
});
