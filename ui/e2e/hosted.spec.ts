// A book that a real server reads: turning that on and off, what it notices, statements, reports, webhooks.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { Look } from './harness/screenshot';
import { accountName, call, SERVER, synced } from './harness/server';
import { expect, expectAccessible, CROSSED_LOOKS, screenshot, test, visit } from './harness/test';

const WORDS = {
  en: {
    turnOn: 'Let the server read it',
    hosted: /^The server reads this book, and whoever runs it can\.$/,
    tokenName: 'What it is for',
    makeToken: 'Make a token',
    token: 'Access token',
    endToken: /^End spreadsheet$/,
    turnOff: 'Stop the reading',
    sealed: /^The server cannot read this book\./,
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
    close: 'Close',
    refused: 'Not imported',
    statements: 'Statements',
    byItself: /^Make each month’s report by itself/,
    webhooks: 'Webhooks',
    webhookUrl: 'Address',
    webhookAdd: 'Add the address',
    webhookSecret: 'Secret of the webhook',
    webhookRemove: /^Remove https:/,
    saves: [/^Save PDF of /, /^Save CSV of /],
  },
  'pt-BR': {
    turnOn: 'Deixar o servidor ler',
    hosted: /^O servidor lê este livro, e quem cuida dele também pode\.$/,
    tokenName: 'Para que serve',
    makeToken: 'Criar token',
    token: 'Token de acesso',
    endToken: /^Encerrar spreadsheet$/,
    turnOff: 'Encerrar a leitura',
    sealed: /^O servidor não consegue ler este livro\./,
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
    close: 'Fechar',
    refused: 'Não importado',
    statements: 'Extratos',
    byItself: /^Montar o relatório de cada mês automaticamente/,
    webhooks: 'Webhooks',
    webhookUrl: 'Endereço',
    webhookAdd: 'Adicionar o endereço',
    webhookSecret: 'Segredo do webhook',
    webhookRemove: /^Remover https:/,
    saves: [/^Salvar PDF de /, /^Salvar CSV de /],
  },
} as const;

type Say = (typeof WORDS)[keyof typeof WORDS];

for (const { language, theme } of CROSSED_LOOKS) {
  const say = WORDS[language];
  const look = { language, theme };
  test.describe(`${language} ${theme}`, () => {
    // Copies of one book are one book to the server: each flow makes its own.
    test.use({ language, theme, book: 'none' });

    test('the server reads a book, and no longer', async ({ app }) => {
      await synced(app, language, accountName('ana', look));
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
      await synced(app, language, accountName('ana', look));
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
    });

    test('the server imports, reports and calls', async ({ app }) => {
      await synced(app, language, accountName('ana', look));
      await call(app, 'sync.host', {});
      await visit(app, 'notices');
      await imports(app, say);
      await reports(app, say);
      await show(app, say.statements);
      await screenshot(app, 'statements', look);
      await calls(app, say, look);
    });
  });
}

/** A statement of one row. */
function statementOf(currency: string, day: string, amount: string, text: string): string {
  return `OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>
    <CURDEF>${currency}<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>${day}<TRNAMT>${amount}<FITID>e2e-${day}
    <MEMO>${text}</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n`;
}

interface Account {
  id: string;
  name: string;
  closed: boolean;
  balance: { currency: string };
}

async function openAccount(app: Page): Promise<Account> {
  const { items } = (await call(app, 'account.list', {})) as { items: Account[] };
  const account = items.find(one => !one.closed);
  if (!account) throw new Error('the sample has an open account');
  return account;
}

/** Hands a file over on the page, as one of an account. */
async function handOver(app: Page, say: Say, account: Account, name: string, content: string): Promise<void> {
  await app.getByLabel(say.statementAccount, { exact: true }).click();
  await app.getByRole('option', { name: account.name, exact: true }).click();
  const buffer = Buffer.from(content);
  await app.locator('input[type="file"]').setInputFiles({ name, mimeType: 'application/x-ofx', buffer });
}

/** A statement among those at the server; what is told of it stands elsewhere on the page. */
const entry = (app: Page, name: string) =>
  app.locator('#notices-statements').getByRole('listitem').filter({ hasText: name });

/** Brings a card to the top. */
async function show(app: Page, title: string): Promise<void> {
  const heading = app.getByRole('heading', { name: title, exact: true });
  await heading.evaluate(element => element.scrollIntoView({ block: 'start' }));
}

/** Hands over a statement that leaves no doubt, and a file that is none. */
async function imports(app: Page, say: Say): Promise<void> {
  const account = await openAccount(app);
  const statement = statementOf(account.balance.currency, '20190610', '-7.25', 'Kiosk at the bridge');
  await handOver(app, say, account, 'june.ofx', statement);
  await expect(entry(app, 'june.ofx')).toContainText(say.inBook);
  await handOver(app, say, account, 'notes.txt', 'Buy bread.');
  await expect(entry(app, 'notes.txt')).toContainText(say.refused);
  await visit(app, 'register', { q: 'kiosk at the bridge' });
  await expect(app.getByRole('row').filter({ hasText: /kiosk at the bridge/i })).toBeVisible();
  await visit(app, 'notices');
}

/** Has a month's report made and saves it, and wants those to come by themselves. */
async function reports(app: Page, say: Say): Promise<void> {
  await app.getByRole('button', { name: say.makeReport }).click();
  for (const [name, content] of [
    [say.saves[0], /^%PDF-/],
    [say.saves[1], /BRL|USD/],
  ] as const) {
    const coming = app.waitForEvent('download');
    await app.getByRole('button', { name }).click();
    expect(await readFile(await (await coming).path(), 'latin1')).toMatch(content);
  }
  const itself = app.getByRole('checkbox', { name: say.byItself });
  await itself.click();
  await expect(itself).toBeChecked();
  await app.reload();
  await expect(itself).toBeChecked();
}

/** Adds two webhooks and removes one. */
async function calls(app: Page, say: Say, look: Look): Promise<void> {
  const addresses = [
    'https://hooks.example.org/valorize',
    'https://automation.example.net/hooks/household/notices?token=3f9a1c5e7b2d4860&as=json',
  ];
  for (const address of addresses) {
    await app.getByLabel(say.webhookUrl, { exact: true }).fill(address);
    await app.getByRole('button', { name: say.webhookAdd }).click();
    const secret = app.getByRole('dialog', { name: say.webhookSecret });
    await expect(secret.locator('output')).toHaveText(/^whsec_/);
    await secret.getByRole('button', { name: say.close }).last().click();
    await expect(app.getByRole('listitem').filter({ hasText: address })).toBeVisible();
  }
  await show(app, say.webhooks);
  await screenshot(app, 'webhooks', look);
  await expectAccessible(app);
  const remove = app.getByRole('button', { name: say.webhookRemove });
  await expect(remove).toHaveCount(addresses.length);
  await remove.first().click();
  await expect(remove).toHaveCount(1);
}

/** Hands a statement over that leaves a doubt, and decides it. */
async function decide(app: Page, say: Say, look: Look): Promise<void> {
  const account = await openAccount(app);
  const typed = { account: account.id, date: '2019-04-09', amount: -2001, description: 'Lunch with Eva' };
  await call(app, 'transaction.create', typed);
  await expect
    .poll(async () => ((await call(app, 'sync.status', {})) as { waiting: number }).waiting)
    .toBe(0);
  const statement = statementOf(account.balance.currency, '20190410', '-20.01', 'TRATTORIA 0815');
  await handOver(app, say, account, 'april.ofx', statement);
  await app.getByRole('button', { name: say.toStatements }).click();
  await app.getByRole('button', { name: say.review }).click();
  const dialog = app.getByRole('dialog', { name: 'april.ofx' });
  await expect(dialog.getByText('Lunch with Eva')).toBeVisible();
  await expect(dialog.getByRole('button', { name: say.undecided })).toBeDisabled();
  await screenshot(app, 'statement-review', look);
  await expectAccessible(app);
  await dialog.getByRole('button', { name: say.same }).click();
  await dialog.getByRole('button', { name: say.commit, exact: true }).click();
  await expect(entry(app, 'april.ofx')).toContainText(say.inBook);
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
