// Several people and a real server: a book shared for reading, signing in through an issuer.
import type { Browser, Page } from '@playwright/test';
import { place, remove, type Language } from './harness/books';
import { serve } from './harness/program';
import { accountName, call, PASSWORD, SERVER, signUp, synced } from './harness/server';
import { expect, expectAccessible, CROSSED_LOOKS, screenshot, test, visit, type Theme } from './harness/test';

const WORDS = {
  en: {
    share: 'Share the book',
    account: 'Account of the other person',
    role: 'May',
    read: 'Read',
    showCode: 'Show a code',
    close: 'Close',
    invited: /has the book now/,
    join: 'Bring a book here',
    joinRun: 'Bring it here',
    shared: 'Shared with me',
    server: 'Server',
    ownAccount: 'Account',
    password: 'Password',
    code: 'Code',
    readsOnly: /shared with you for reading/,
    import: 'Import',
    reads: /^Read · on test machine$/,
    takeOut: /^Take .* out$/,
    confirmTakeOut: 'Take out',
    stopped: 'Sync stopped',
    setUp: 'Set up sync',
    way: 'Sign in with',
    issuer: 'The server’s sign-in provider',
    signIn: 'Sign in',
    signedIn: 'You are signed in',
    begin: 'Start syncing',
    level: 'In step',
  },
  'pt-BR': {
    share: 'Compartilhar o livro',
    account: 'Conta da outra pessoa',
    role: 'Pode',
    read: 'Só ler',
    showCode: 'Mostrar um código',
    close: 'Fechar',
    invited: /agora tem o livro/,
    join: 'Trazer um livro',
    joinRun: 'Trazer para cá',
    shared: 'Compartilhado comigo',
    server: 'Servidor',
    ownAccount: 'Conta de sincronização',
    password: 'Senha',
    code: 'Código',
    readsOnly: /compartilhado com você só para leitura/,
    import: 'Importar',
    reads: /^Só ler · em test machine$/,
    takeOut: /^Retirar /,
    confirmTakeOut: 'Retirar',
    stopped: 'Sincronização parada',
    setUp: 'Configurar sincronização',
    way: 'Entrar com',
    issuer: 'O provedor de acesso do servidor',
    signIn: 'Entrar',
    signedIn: 'Você entrou',
    begin: 'Começar a sincronizar',
    level: 'Em dia',
  },
} as const;

type Say = (typeof WORDS)[keyof typeof WORDS];

interface Look {
  language: Language;
  theme: Theme;
}

for (const { language, theme } of CROSSED_LOOKS) {
  const say = WORDS[language];
  const look = { language, theme };
  const names = (name: string) => accountName(name, look);
  test.describe(`${language} ${theme}`, () => {
    // Copies of one book are one book to the server: each flow makes its own.
    test.use({ language, theme, book: 'none' });

    test('a book is shared with another account for reading, and no longer', async ({ app, browser }) => {
      const other = names('bob');
      await signUp(other);
      await synced(app, language, names('ana'));
      await app.getByRole('button', { name: say.share }).click();
      await app.getByLabel(say.account, { exact: true }).fill(other);
      await app.getByLabel(say.role, { exact: true }).click();
      await app.getByRole('option', { name: say.read, exact: true }).click();
      await expectAccessible(app);
      await app.getByRole('button', { name: say.showCode }).click();
      const dialog = app.getByRole('dialog', { name: say.share });
      const shown = dialog.getByText(/^\d{6}-[a-z]+-[a-z]+$/);
      await expect(shown).toBeVisible();
      await screenshot(app, 'share', look);
      await expectAccessible(app);
      await readAlong(browser, say, look, other, (await shown.textContent()) ?? '', async reader => {
        await expect(dialog.getByText(say.invited)).toBeVisible();
        await dialog.getByRole('button', { name: say.close }).last().click();
        await expect(app.getByText(say.reads)).toBeVisible();
        await screenshot(app, 'people', look);
        await app.getByRole('button', { name: say.takeOut }).click();
        await app.getByRole('dialog').getByRole('button', { name: say.confirmTakeOut }).click();
        await expect(app.getByText(other)).toHaveCount(0);
        await expect(reader.getByRole('link', { name: say.stopped })).toBeVisible();
      });
    });

    test('a person signs in through an issuer', async ({ app, context }) => {
      test.skip(!process.env['VALORIZE_SYNC_ISSUER'], 'the server has no issuer');
      const account = names('ana');
      await call(app, 'book.load_sample', { language });
      await visit(app, 'settings', { section: 'sync' });
      await app.getByRole('button', { name: say.setUp }).click();
      await app.getByLabel(say.server, { exact: true }).fill(SERVER);
      await app.getByLabel(say.way, { exact: true }).click();
      await app.getByRole('option', { name: say.issuer }).click();
      await screenshot(app, 'sign-in', look);
      await expectAccessible(app);
      const opened = context.waitForEvent('page');
      await app.getByRole('button', { name: say.signIn, exact: true }).click();
      const issuer = await opened;
      await issuer.getByLabel('Name').fill(account);
      await issuer.getByRole('button', { name: 'Continue' }).click();
      await expect(issuer.getByText('You can close this page')).toBeVisible();
      await issuer.close();
      await expect(app.getByText(say.signedIn)).toBeVisible();
      await app.getByRole('button', { name: say.begin }).click();
      await expect(app.getByRole('status').filter({ hasText: say.level })).toBeVisible();
      await expect(app.getByText(account).first()).toBeVisible();
    });
  });
}

/** Brings the book to a device of the other account, which may only read it. */
async function readAlong(
  browser: Browser,
  say: Say,
  look: Look,
  account: string,
  code: string,
  then: (reader: Page) => Promise<void>,
): Promise<void> {
  const files = await place('none', look.language);
  const served = await serve(files.folder, files.book);
  try {
    const context = await browser.newContext({ locale: look.language, colorScheme: look.theme });
    const page = await context.newPage();
    await page.goto(served.url);
    await page.getByRole('button', { name: say.join }).click();
    await page.getByRole('tab', { name: say.shared }).click();
    await page.getByLabel(say.server, { exact: true }).fill(SERVER);
    await page.getByLabel(say.ownAccount, { exact: true }).fill(account);
    await page.getByLabel(say.password, { exact: true }).fill(PASSWORD);
    await page.getByLabel(say.code, { exact: true }).fill(code);
    await screenshot(page, 'join-shared', look);
    await expectAccessible(page);
    await page.getByRole('button', { name: say.joinRun }).click();
    await expect(page.getByText(say.readsOnly)).toBeVisible();
    await visit(page, 'register');
    await expect(page.getByRole('link', { name: say.import, exact: true })).toHaveCount(0);
    await screenshot(page, 'shared-reader', look);
    await expectAccessible(page);
    const rows = (await call(page, 'register.list', { limit: 1 })) as { items: { id: string }[] };
    const refused = await call(page, 'transaction.edit', { id: [rows.items[0]?.id], note: 'mine' });
    expect((refused as { code: string }).code).toBe('shared_read_only');
    await then(page);
  } finally {
    await served.stop();
    await remove(files);
  }
}
