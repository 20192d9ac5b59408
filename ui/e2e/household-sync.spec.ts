// Several people and a real server: a book shared for reading, a book that the server reads, signing in through an issuer.
import type { Browser, Page } from '@playwright/test';
import { place, remove, type Language } from './harness/books';
import { serve } from './harness/program';
import { expect, expectAccessible, CROSSED_LOOKS, screenshot, test, visit, type Theme } from './harness/test';

const SERVER = process.env['VALORIZE_SYNC_SERVER'] ?? '';
const PASSWORD = 'correct horse battery';

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
    turnOn: 'Let the server read it',
    hosted: /^The server reads this book, and whoever runs it can\.$/,
    tokenName: 'What it is for',
    makeToken: 'Make a token',
    token: 'Access token',
    endToken: /^End spreadsheet$/,
    turnOff: 'Stop the reading',
    sealed: /^The server cannot read this book\./,
    setUp: 'Set up sync',
    way: 'Sign in with',
    issuer: 'The server’s sign-in provider',
    signIn: 'Sign in',
    signedIn: 'You are signed in',
    begin: 'Start syncing',
    level: 'In step',
    notices: /^Notices/,
    unread: '1 unread',
    markRead: /^Mark as read/,
    imported: 'Read an uploaded statement',
    done: 'Done',
    noServer: 'No server reads this book',
    toStatements: /^To the statements/,
    statementAccount: 'Account of the statement',
    review: /^Review april\.ofx/,
    undecided: '1 line is undecided',
    same: /^The same/,
    commit: 'Import',
    inBook: 'In the book',
    makeReport: 'Make the report',
    savePdf: /^Save PDF of /,
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
    turnOn: 'Deixar o servidor ler',
    hosted: /^O servidor lê este livro, e quem cuida dele também pode\.$/,
    tokenName: 'Para que serve',
    makeToken: 'Criar token',
    token: 'Token de acesso',
    endToken: /^Encerrar spreadsheet$/,
    turnOff: 'Encerrar a leitura',
    sealed: /^O servidor não consegue ler este livro\./,
    setUp: 'Configurar sincronização',
    way: 'Entrar com',
    issuer: 'O provedor de acesso do servidor',
    signIn: 'Entrar',
    signedIn: 'Você entrou',
    begin: 'Começar a sincronizar',
    level: 'Em dia',
    notices: /^Avisos/,
    unread: '1 não lido',
    markRead: /^Marcar como lido/,
    imported: 'Ler um extrato enviado',
    done: 'Concluído',
    noServer: 'Nenhum servidor lê este livro',
    toStatements: /^Ir para os extratos/,
    statementAccount: 'Conta do extrato',
    review: /^Revisar april\.ofx/,
    undecided: '1 linha sem decisão',
    same: /^É o mesmo/,
    commit: 'Importar',
    inBook: 'No livro',
    makeReport: 'Montar o relatório',
    savePdf: /^Salvar PDF de /,
  },
} as const;

type Say = (typeof WORDS)[keyof typeof WORDS];

interface Look {
  language: Language;
  theme: Theme;
}

async function call(page: Page, name: string, input: unknown): Promise<unknown> {
  return page.evaluate(
    async ([operation, body]) => {
      const answer = await fetch(`/rpc/${operation}`, { method: 'POST', body: JSON.stringify(body) });
      return answer.json();
    },
    [name, input] as const,
  );
}

/** Makes an account as another program would. */
async function signUp(account: string): Promise<void> {
  const tag = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex');
  const answer = await fetch(`${SERVER}/v1/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: account, password: PASSWORD, device: { tag, name: 'elsewhere' } }),
  });
  expect(answer.status).toBe(200);
}

/** A sample book that syncs, with the settings open. */
async function synced(app: Page, language: Language, account: string): Promise<void> {
  await call(app, 'book.load_sample', { language });
  await call(app, 'sync.set_up', { server: SERVER, account, password: PASSWORD, new_account: true });
  await expect
    .poll(async () => ((await call(app, 'sync.status', {})) as { state: string }).state)
    .toBe('level');
  await visit(app, 'settings', { section: 'sync' });
}

for (const { language, theme } of CROSSED_LOOKS) {
  const say = WORDS[language];
  const look = { language, theme };
  // A server that outlives these flows has the accounts of the last.
  const names = (name: string) =>
    `${name}.${Date.now().toString(36).slice(-5)}${theme[0]}${language[0]}@example.org`;
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

    test('the server reads a book, and no longer', async ({ app }) => {
      await synced(app, language, names('ana'));
      await app.getByRole('button', { name: say.turnOn }).click();
      const warning = app.getByRole('alertdialog').or(app.getByRole('dialog'));
      await expect(warning).toBeVisible();
      await screenshot(app, 'hosting-warning', look);
      await expectAccessible(app);
      await warning.getByRole('button', { name: say.turnOn }).click();
      await expect(app.getByText(say.hosted)).toBeVisible();
      await app.getByLabel(say.tokenName, { exact: true }).fill('spreadsheet');
      await app.getByRole('button', { name: say.makeToken }).click();
      const made = app.getByRole('dialog', { name: say.token });
      const token = (await made.locator('output').textContent()) ?? '';
      await made.getByRole('button', { name: say.close }).last().click();
      const ask = async () =>
        (await fetch(`${SERVER}/api/accounts`, { headers: { authorization: `Bearer ${token}` } })).status;
      expect(await ask()).toBe(200);
      await app.getByRole('button', { name: say.endToken }).scrollIntoViewIfNeeded();
      await screenshot(app, 'hosting', look);
      await expectAccessible(app);
      await app.getByRole('button', { name: say.endToken }).click();
      await expect(app.getByRole('button', { name: say.endToken })).toHaveCount(0);
      expect(await ask()).toBe(401);
      await app.getByRole('button', { name: say.turnOff }).click();
      await app
        .getByRole('alertdialog')
        .or(app.getByRole('dialog'))
        .getByRole('button', { name: say.turnOff })
        .click();
      await expect(app.getByText(say.sealed)).toBeVisible();
    });

    test('what the server noticed is told in the window', async ({ app }) => {
      await synced(app, language, names('ana'));
      await visit(app, 'notices');
      await expect(app.getByText(say.noServer)).toBeVisible();
      await expectAccessible(app);
      await call(app, 'sync.host', {});
      const { token } = (await call(app, 'sync.make_token', { name: 'upload', writes: true })) as {
        token: string;
      };
      await upload(token);
      const bell = app.getByRole('link', { name: say.notices });
      await expect(bell.getByLabel(say.unread)).toBeVisible();
      await bell.click();
      await expect(app.getByRole('listitem').filter({ hasText: say.imported })).toContainText(say.done);
      await screenshot(app, 'notices', look);
      await expectAccessible(app);
      await app.getByRole('button', { name: say.markRead }).click();
      await expect(app.getByRole('button', { name: say.markRead })).toHaveCount(0);
      await expect(bell.getByLabel(say.unread)).toHaveCount(0);
      await decide(app, say, look);
      await app.getByRole('button', { name: say.makeReport }).click();
      await expect(app.getByRole('button', { name: say.savePdf })).toBeVisible();
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

/** A statement of one row. */
function statementOf(currency: string, day: string, amount: string, text: string): string {
  return `OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>
    <CURDEF>${currency}<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>${day}<TRNAMT>${amount}<FITID>e2e-${day}
    <MEMO>${text}</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n`;
}

/** Hands a statement over that leaves a doubt, and decides it. */
async function decide(app: Page, say: Say, look: Look): Promise<void> {
  const listed = (await call(app, 'account.list', {})) as {
    items: { id: string; name: string; closed: boolean; balance: { currency: string } }[];
  };
  const account = listed.items.find(one => !one.closed);
  if (!account) throw new Error('the sample has an open account');
  const typed = { account: account.id, date: '2019-04-09', amount: -2001, description: 'Lunch with Eva' };
  await call(app, 'transaction.create', typed);
  await expect
    .poll(async () => ((await call(app, 'sync.status', {})) as { waiting: number }).waiting)
    .toBe(0);
  await app.getByLabel(say.statementAccount, { exact: true }).click();
  await app.getByRole('option', { name: account.name, exact: true }).click();
  const statement = statementOf(account.balance.currency, '20190410', '-20.01', 'TRATTORIA 0815');
  await app.locator('input[type="file"]').setInputFiles({
    name: 'april.ofx',
    mimeType: 'application/x-ofx',
    buffer: Buffer.from(statement),
  });
  await app.getByRole('button', { name: say.toStatements }).click();
  await app.getByRole('button', { name: say.review }).click();
  const dialog = app.getByRole('dialog', { name: 'april.ofx' });
  await expect(dialog.getByText('Lunch with Eva')).toBeVisible();
  await expect(dialog.getByRole('button', { name: say.undecided })).toBeDisabled();
  await screenshot(app, 'statement-review', look);
  await expectAccessible(app);
  await dialog.getByRole('button', { name: say.same }).click();
  await dialog.getByRole('button', { name: say.commit, exact: true }).click();
  await expect(
    app.getByRole('listitem').filter({ hasText: 'april.ofx' }).filter({ hasText: say.inBook }),
  ).toBeVisible();
}

/** Uploads a statement of one row, as a program of the owner's would. */
async function upload(token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const listed = await fetch(`${SERVER}/api/accounts`, { headers });
  const { items } = (await listed.json()) as { items: { id: string; currency: string }[] };
  const [account] = items;
  const statement = statementOf(account?.currency ?? '', '20260302', '-12.50', 'Bakery on the corner');
  const answer = await fetch(`${SERVER}/api/imports?account_id=${account?.id}&file_name=march.ofx`, {
    method: 'POST',
    headers,
    body: statement,
  });
  expect(answer.status).toBe(202);
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
