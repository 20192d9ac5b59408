// Settings: every section in every look; a backup made and restored; a book encrypted, locked and unlocked.
import { expect, expectAccessible, LOOKS, screenshot, test, visit } from './harness/test';

const SECTIONS = [
  'appearance',
  'formats',
  'categoriser',
  'backups',
  'export',
  'security',
  'sync',
  'diagnostics',
  'shortcuts',
] as const;

const WORDS = {
  en: {
    now: 'Back up now',
    made: /Backup made and checked/,
    restore: /^Restore the backup of/,
    confirmRestore: 'Restore',
    restored: 'The backup is in place',
    encrypt: 'Encrypt the book',
    first: 'New passphrase',
    again: 'New passphrase again',
    short: 'At least 8 characters',
    encrypted: /are encrypted/,
    lock: 'Lock now',
    locked: 'The book is locked',
    passphrase: 'Passphrase',
    unlock: 'Unlock',
    wrong: /does not open it/,
    check: 'Check',
    sound: 'The book is sound',
    numbers: 'Numbers',
    dates: 'Dates',
    year: 'Year, month, day',
    week: 'First day of the week',
    monday: 'Monday',
    month: 'First day of the month in reports',
    sample: 'How it looks',
    thisWeek: 'This week',
    period: 'Period',
    to: 'to',
  },
  'pt-BR': {
    now: 'Fazer cópia agora',
    made: /Cópia feita e conferida/,
    restore: /^Restaurar a cópia de/,
    confirmRestore: 'Restaurar',
    restored: 'A cópia foi restaurada',
    encrypt: 'Criptografar o livro',
    first: 'Nova senha',
    again: 'Nova senha de novo',
    short: 'Pelo menos 8 caracteres',
    encrypted: /estão criptografados/,
    lock: 'Bloquear agora',
    locked: 'O livro está bloqueado',
    passphrase: 'Senha',
    unlock: 'Desbloquear',
    wrong: /não o abre/,
    check: 'Verificar',
    sound: 'O livro está íntegro',
    numbers: 'Números',
    dates: 'Datas',
    year: 'Ano, mês, dia',
    week: 'Primeiro dia da semana',
    monday: 'Segunda-feira',
    month: 'Primeiro dia do mês nos relatórios',
    sample: 'Como fica',
    thisWeek: 'Esta semana',
    period: 'Período',
    to: 'a',
  },
} as const;

for (const look of LOOKS) {
  test.describe(`${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'sample' });

    test('every section', async ({ app }) => {
      for (const section of SECTIONS) {
        await visit(app, 'settings', { section });
        await expect(app.getByRole('tab', { selected: true })).toBeVisible();
        await expect(app.getByRole('tabpanel')).toBeVisible();
        await expect(app.getByRole('tabpanel').locator('[class*=skeleton]')).toHaveCount(0);
        await expectAccessible(app);
        await screenshot(app, `settings-${section}`, look);
      }
    });
  });
}

for (const language of ['en', 'pt-BR'] as const) {
  const words = WORDS[language];
  test.describe(language, () => {
    test.use({ language, book: 'sample' });

    test('formats are chosen and apply everywhere, also after a reload', async ({ app }) => {
      await app.clock.setFixedTime(new Date(2026, 9, 20, 12));
      await visit(app, 'settings', { section: 'formats' });
      const choose = async (label: string, option: string) => {
        await app.getByRole('combobox', { name: label, exact: true }).click();
        await app.getByRole('option', { name: option, exact: true }).click();
      };
      const example = app.getByRole('region', { name: words.sample });
      await choose(words.numbers, '1 234,56');
      await expect(example).toContainText(/1\s234,56/);
      await choose(words.dates, words.year);
      await choose(words.week, words.monday);
      await choose(words.month, '5');
      await expect(example).toContainText(`2026-10-19 ${words.to} 2026-10-25`);
      await expect(example).toContainText(`2026-10-05 ${words.to} 2026-11-04`);
      await app.reload();
      await visit(app, 'reports', { period: 'this_month' });
      await expect(app.getByText(`2026-10-05 ${words.to} 2026-11-04`)).toBeVisible();
      await choose(words.period, words.thisWeek);
      await expect(app.getByText(`2026-10-19 ${words.to} 2026-10-25`)).toBeVisible();
      await visit(app, 'register');
      await expect(app.getByRole('gridcell', { name: /2026-10-\d\d/ }).first()).toBeVisible();
    });

    test('a backup is made and restored', async ({ app }) => {
      await visit(app, 'settings', { section: 'backups' });
      await app.getByRole('button', { name: words.now }).click();
      await expect(app.getByText(words.made)).toBeVisible();
      await app.getByRole('button', { name: words.restore }).first().click();
      await app.getByRole('dialog').getByRole('button', { name: words.confirmRestore }).click();
      await expect(app.getByText(words.restored)).toBeVisible();
      await visit(app, 'settings', { section: 'diagnostics' });
      await app.getByRole('button', { name: words.check, exact: true }).click();
      await expect(app.getByText(words.sound)).toBeVisible();
    });

    test('a book is encrypted, locked, and opens with its passphrase alone', async ({ app }) => {
      await visit(app, 'settings', { section: 'security' });
      await app.getByRole('button', { name: words.encrypt }).click();
      const dialog = app.getByRole('dialog');
      await dialog.getByLabel(words.first, { exact: true }).fill('short');
      await dialog.getByRole('button', { name: words.encrypt }).click();
      await expect(dialog.getByRole('alert')).toBeVisible();
      await dialog.getByLabel(words.first, { exact: true }).fill('correto cavalo bateria');
      await dialog.getByLabel(words.again).fill('correto cavalo bateria');
      await expectAccessible(app);
      await dialog.getByRole('button', { name: words.encrypt }).click();
      await expect(app.getByText(words.encrypted)).toBeVisible();
      await app.getByRole('button', { name: words.lock }).click();
      await expect(app.getByRole('region', { name: words.locked })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'unlock', { language, theme: 'light' });
      await app.getByLabel(words.passphrase).fill('wrong wrong');
      await app.getByRole('button', { name: words.unlock }).click();
      await expect(app.getByText(words.wrong)).toBeVisible();
      await app.getByLabel(words.passphrase).fill('correto cavalo bateria');
      await app.keyboard.press('Enter');
      await expect(app.getByText(words.encrypted)).toBeVisible();
    });
  });
}
