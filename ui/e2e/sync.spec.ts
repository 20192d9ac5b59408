// Two devices and a real server: beginning, joining by the phrase, a change that arrives by itself, a conflict decided, a device shut out.
// The same without a server, through a folder.
import { mkdir, rename } from 'node:fs/promises';
import { join as pathOf } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { place, remove, type Place } from './harness/books';
import { run, serve, type Served } from './harness/program';
import { call, SERVER } from './harness/server';
import { expect, expectAccessible, CROSSED_LOOKS, screenshot, test, visit } from './harness/test';

const WORDS = {
  en: {
    setUp: 'Set up sync',
    begin: 'Start syncing',
    server: 'Server',
    account: 'Account',
    password: 'Password',
    level: 'In step',
    makePhrase: 'Make a recovery phrase',
    tryPhrase: 'Try the phrase',
    phraseRight: 'This is the recovery phrase of the book.',
    byPhrase: 'With the recovery phrase',
    invite: 'Add a device',
    code: 'Code',
    invited: /has the book now/,
    close: 'Close',
    phrase: 'Recovery phrase',
    written: 'I have written them down',
    word: /^Word (\d+)$/,
    check: 'Check',
    wrong: /not the words/,
    confirmed: 'The phrase is written down',
    join: 'Bring a book here',
    joinRun: 'Bring it here',
    thisDevice: 'This device',
    conflicts: 'Conflicts',
    use: /^Use this/,
    decided: /decided/,
    none: 'No conflicts',
    shutOut: /^Shut out/,
    confirmShutOut: 'Shut out',
    notLetIn: 'No longer let in',
    stopped: 'Sync stopped',
    off: 'Stop syncing on this device',
    protect: 'Protect with a passphrase',
    keysPassphrase: 'Passphrase of the keys',
    keysInFile: /in a file beside the book/,
    unlockKeys: 'Unlock and sync',
    through: 'Through',
    sharedFolder: 'A shared folder',
    folder: 'Folder',
    folderAway: /Folder not there/,
  },
  'pt-BR': {
    setUp: 'Configurar sincronização',
    begin: 'Começar a sincronizar',
    server: 'Servidor',
    account: 'Conta de sincronização',
    password: 'Senha',
    level: 'Em dia',
    makePhrase: 'Criar frase de recuperação',
    tryPhrase: 'Testar a frase',
    phraseRight: 'Esta é a frase de recuperação do livro.',
    byPhrase: 'Com a frase de recuperação',
    invite: 'Adicionar dispositivo',
    code: 'Código',
    invited: /agora tem o livro/,
    close: 'Fechar',
    phrase: 'Frase de recuperação',
    written: 'Já anotei',
    word: /^Palavra (\d+)$/,
    check: 'Conferir',
    wrong: /Não são as palavras/,
    confirmed: 'A frase está anotada',
    join: 'Trazer um livro',
    joinRun: 'Trazer para cá',
    thisDevice: 'Este dispositivo',
    conflicts: 'Conflitos',
    use: /^Usar este/,
    decided: /decidido/,
    none: 'Nenhum conflito',
    shutOut: /^Barrar/,
    confirmShutOut: 'Barrar',
    notLetIn: 'Não entra mais',
    stopped: 'Sincronização parada',
    off: 'Parar de sincronizar neste dispositivo',
    protect: 'Proteger com senha',
    keysPassphrase: 'Senha das chaves',
    keysInFile: /em um arquivo ao lado do livro/,
    unlockKeys: 'Desbloquear e sincronizar',
    through: 'Por onde',
    sharedFolder: 'Uma pasta compartilhada',
    folder: 'Pasta',
    folderAway: /pasta não está lá/,
  },
} as const;

type Say = (typeof WORDS)[keyof typeof WORDS];

/** Another device: files, a program and a page of its own. */
interface Device {
  files: Place;
  served: Served;
  page: Page;
}

async function fillServer(page: Page, say: Say): Promise<void> {
  await page.getByLabel(say.server, { exact: true }).fill(SERVER);
}

async function fillFolder(page: Page, say: Say, folder: string): Promise<void> {
  await page.getByLabel(say.through, { exact: true }).click();
  await page.getByRole('option', { name: say.sharedFolder }).click();
  await page.getByLabel(say.folder, { exact: true }).fill(folder);
}

async function fillAccount(page: Page, say: Say, account: string): Promise<void> {
  await fillServer(page, say);
  await page.getByLabel(say.account, { exact: true }).fill(account);
  await page.getByLabel(say.password, { exact: true }).fill('correct horse battery');
}

/** Begins to sync and answers the words of the phrase, after proving that they are written down. */
async function begin(page: Page, say: Say, account: string): Promise<string[]> {
  await visit(page, 'settings', { section: 'sync' });
  await page.getByRole('button', { name: say.setUp }).click();
  await fillAccount(page, say, account);
  await page.getByRole('button', { name: say.begin }).click();
  await expect(page.getByRole('status').filter({ hasText: say.level })).toBeVisible();
  await page.getByRole('button', { name: say.makePhrase }).click();
  const dialog = page.getByRole('dialog', { name: say.phrase });
  await expect(dialog.getByRole('listitem')).toHaveCount(24);
  const words = await dialog
    .getByRole('listitem')
    .evaluateAll(items => items.map(item => item.lastChild?.textContent ?? ''));
  await dialog.getByRole('button', { name: say.written }).click();
  await dialog.getByRole('button', { name: say.check }).click();
  await expect(dialog.getByRole('alert')).toHaveText(say.wrong);
  for (const field of await dialog.getByRole('textbox').all()) {
    const label = await field.evaluate(input => (input as HTMLInputElement).labels?.[0]?.textContent ?? '');
    const number = Number(say.word.exec(label)?.[1]);
    await field.fill(words[number - 1] ?? '');
  }
  await dialog.getByRole('button', { name: say.check }).click();
  await expect(page.getByText(say.confirmed)).toBeVisible();
  await page.getByRole('button', { name: say.tryPhrase }).click();
  const trying = page.getByRole('dialog', { name: say.tryPhrase });
  await trying.getByRole('textbox').fill(words.join(' '));
  await trying.getByRole('button', { name: say.check }).click();
  await expect(trying.getByRole('alert')).toHaveText(say.phraseRight);
  await trying.getByRole('button', { name: say.close }).click();
  return words;
}

for (const { language, theme } of CROSSED_LOOKS) {
  const say = WORDS[language];
  test.describe(`${language} ${theme}`, () => {
    // Copies of one book are one book to the server: each flow makes its own.
    test.use({ language, theme, book: 'none' });

    test('two devices keep one book, and one is shut out', async ({ app, browser }) => {
      expect(SERVER, 'the address of a sync server').not.toBe('');
      const account = `${language}-${theme}-${Date.now()}@example.org`;
      await call(app, 'book.load_sample', { language });
      await visit(app, 'settings', { section: 'sync' });
      await expect(app.getByRole('button', { name: say.setUp })).toBeVisible();
      await expectAccessible(app);
      const words = await begin(app, say, account);
      await screenshot(app, 'sync', { language, theme });
      await expectAccessible(app);

      const third = await joinByCode(app, browser, say, language, theme, page => fillServer(page, say));
      await third.served.stop();
      await remove(third.files);

      const other = await join(browser, say, account, words, language, theme);
      try {
        await follow(app, other.page);
        await part(app, other);
        await visit(other.page, 'conflicts');
        await expect(other.page.getByRole('button', { name: say.use })).toBeVisible();
        await screenshot(other.page, 'conflicts', { language, theme });
        await expectAccessible(other.page);
        await decide(app, other.page, say);
        await shutOut(app, other.page, say);
      } finally {
        await other.served.stop();
        await remove(other.files);
      }
    });

    test('a folder takes the place of the server', async ({ app, browser }) => {
      const files = await place('none', language);
      const folder = pathOf(files.folder, 'shared');
      await mkdir(folder);
      await call(app, 'book.load_sample', { language });
      await visit(app, 'settings', { section: 'sync' });
      await app.getByRole('button', { name: say.setUp }).click();
      await fillFolder(app, say, '/media/ana/stick');
      await screenshot(app, 'sync-folder', { language, theme });
      await expectAccessible(app);
      await app.getByLabel(say.folder, { exact: true }).fill(folder);
      await app.getByRole('button', { name: say.begin }).click();
      await expect(app.getByRole('status').filter({ hasText: say.level })).toBeVisible();
      const other = await joinByCode(app, browser, say, language, theme, page =>
        fillFolder(page, say, folder),
      );
      try {
        await rename(folder, `${folder}-away`);
        await expect(app.getByRole('status').filter({ hasText: say.folderAway })).toBeVisible();
        await rename(`${folder}-away`, folder);
        await call(app, 'sync.now', {});
        await expect(app.getByRole('status').filter({ hasText: say.level })).toBeVisible();
        await protect(other, say);
      } finally {
        await other.served.stop();
        await remove(other.files);
        await remove(files);
      }
    });
  });
}

/** What one screen shows is typed on another: the book is there, and stays in step. */
async function joinByCode(
  app: Page,
  browser: Browser,
  say: Say,
  language: 'en' | 'pt-BR',
  theme: 'light' | 'dark',
  fillPlace: (page: Page) => Promise<void>,
): Promise<Device> {
  await app.getByRole('button', { name: say.invite }).click();
  const invitation = app.getByRole('dialog', { name: say.invite });
  const shown = invitation.getByText(/^\d{6}-[a-z]+-[a-z]+$/);
  await expect(shown).toBeVisible();
  const code = await shown.textContent();
  await screenshot(app, 'invite', { language, theme });
  await expectAccessible(app);

  const files = await place('none', language);
  const served = await serve(files.folder, files.book);
  const context = await browser.newContext({ locale: language, colorScheme: theme });
  const page = await context.newPage();
  await page.goto(served.url);
  await page.getByRole('button', { name: say.join }).click();
  await fillPlace(page);
  await page.getByLabel(say.code, { exact: true }).fill(` ${code?.toUpperCase().replaceAll('-', ' ')} `);
  await expectAccessible(page);
  await page.getByRole('button', { name: say.joinRun }).click();
  await expect(page.getByRole('link', { name: say.level })).toBeVisible();
  await expect(invitation.getByText(say.invited)).toBeVisible();
  await invitation.getByRole('button', { name: say.close }).last().click();
  await follow(app, page);
  await visit(app, 'settings', { section: 'sync' });
  return { files, served, page };
}

async function join(
  browser: Browser,
  say: Say,
  account: string,
  words: readonly string[],
  language: 'en' | 'pt-BR',
  theme: 'light' | 'dark',
): Promise<Device> {
  const files = await place('none', language);
  const served = await serve(files.folder, files.book);
  const context = await browser.newContext({ locale: language, colorScheme: theme });
  const page = await context.newPage();
  await page.goto(served.url);
  await page.getByRole('button', { name: say.join }).click();
  await page.getByRole('tab', { name: say.byPhrase }).click();
  await fillAccount(page, say, account);
  await page.getByRole('textbox', { name: say.phrase }).fill(`  ${words.join('  ').toUpperCase()} `);
  await expectAccessible(page);
  await page.getByRole('button', { name: say.joinRun }).click();
  await expect(page.getByRole('link', { name: say.level })).toBeVisible();
  return { files, served, page };
}

/** The device's keys behind a passphrase of their own: asked for when the program starts again. */
async function protect(device: Device, say: Say): Promise<void> {
  const { page } = device;
  await visit(page, 'settings', { section: 'sync' });
  await page.getByRole('button', { name: say.protect }).click();
  await page.getByLabel(say.keysPassphrase, { exact: true }).fill('open sesame, please');
  await page.getByRole('button', { name: say.protect }).click();
  await expect(page.getByText(say.keysInFile)).toBeVisible();
  const { path } = (await call(page, 'book.status', {})) as { path: string };
  await device.served.stop();
  device.served = await serve(device.files.folder, path);
  await page.goto(device.served.url);
  await visit(page, 'settings', { section: 'sync' });
  await expect(page.getByRole('status').filter({ hasText: say.stopped })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(say.keysPassphrase, { exact: true }).fill('open sesame, please');
  await page.getByRole('button', { name: say.unlockKeys }).click();
  await expect(page.getByRole('status').filter({ hasText: say.level })).toBeVisible();
}

interface Row {
  id: string;
}

async function firstRow(page: Page): Promise<Row> {
  const list = (await call(page, 'register.list', { limit: 1 })) as { items: Row[] };
  const row = list.items[0];
  if (!row) throw new Error('the book has no rows');
  return row;
}

/** A change on one device is seen on the other without anybody doing anything. */
async function follow(app: Page, other: Page): Promise<void> {
  const { id } = await firstRow(app);
  await visit(other, 'register', { row: id });
  await call(app, 'transaction.edit', { id: [id], note: 'from the laptop' });
  await expect(other.getByText('from the laptop').first()).toBeVisible();
}

/** Both change the same field while the other device is off. */
async function part(app: Page, other: Device): Promise<void> {
  const { id } = await firstRow(app);
  const { path } = (await call(other.page, 'book.status', {})) as { path: string };
  await other.served.stop();
  await run(other.files.folder, ['--book', path, 'transaction', 'edit', '--id', id, '--note', 'two']);
  await call(app, 'transaction.edit', { id: [id], note: 'one' });
  await expect
    .poll(async () => ((await call(app, 'sync.status', {})) as { state: string }).state)
    .toBe('level');
  other.served = await serve(other.files.folder, path);
  await other.page.goto(other.served.url);
}

/** A person decides, and what was decided is so on both. */
async function decide(app: Page, other: Page, say: Say): Promise<void> {
  const choice = other.getByRole('button', { name: say.use });
  const note = /(one|two)$/.exec((await choice.getAttribute('aria-label')) ?? '')?.[1];
  await choice.click();
  await expect(other.getByText(say.decided)).toBeVisible();
  await expect(other.getByText(say.none)).toBeVisible();
  const noteOnApp = async () => {
    const list = (await call(app, 'register.list', { limit: 1 })) as { items: { note: string | null }[] };
    return list.items[0]?.note;
  };
  await expect.poll(noteOnApp).toBe(note);
}

async function shutOut(app: Page, other: Page, say: Say): Promise<void> {
  await visit(app, 'settings', { section: 'sync' });
  // The devices of this flow have one name: the one that was let in by its code is shut out too.
  await expect(app.getByRole('button', { name: say.shutOut })).toHaveCount(2);
  for (const left of [1, 0]) {
    await app.getByRole('button', { name: say.shutOut }).first().click();
    await app.getByRole('dialog').getByRole('button', { name: say.confirmShutOut }).click();
    await expect(app.getByRole('button', { name: say.shutOut })).toHaveCount(left);
  }
  await expect(app.getByText(say.notLetIn, { exact: true })).toHaveCount(2);
  await visit(other, 'settings', { section: 'sync' });
  await expect(other.getByRole('status').filter({ hasText: say.stopped })).toBeVisible();
  await expect(other.getByRole('link', { name: say.stopped })).toBeVisible();
}
