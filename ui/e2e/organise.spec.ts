// Rules, categories, payees and currencies: the flows that put a book in order.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, LOOKS, screenshot, test, visit } from './harness/test';

const WORDS = {
  en: {
    rules: {
      empty: 'No rules yet',
      create: 'New rule',
      value: 'Text to look for',
      pick: 'Category',
      category: 'Groceries',
      save: 'Save',
      runs: 'Active',
      would: /would change/,
      apply: /^Save and change/,
      changed: /transactions changed/,
      undo: 'Undo',
    },
    categories: {
      more: 'More about Groceries',
      merge: 'Merge into another…',
      into: 'Merge into',
      target: 'Eating out',
      run: 'Merge',
      preview: /transactions in .* will count for/,
      newGroup: 'New group',
      name: 'Name',
      saved: 'Save',
    },
    payees: { none: 'No payees yet', clean: /Clean up/ },
    currencies: {
      rate: 'Rate',
      add: 'Add rate',
      one: 'One',
      other: 'in',
      import: 'Import CSV…',
      paste: 'Or paste the content',
      found: /1 new, 0 changed/,
      wrong: /line could not be read/,
      run: 'Import 1 rate',
    },
  },
  'pt-BR': {
    rules: {
      empty: 'Ainda não há regras',
      create: 'Nova regra',
      value: 'Texto a procurar',
      pick: 'Categoria',
      category: 'Supermercado',
      save: 'Salvar',
      runs: 'Ativa',
      would: /mudaria/,
      apply: /^Salvar e mudar/,
      changed: /lançamentos alterados/,
      undo: 'Desfazer',
    },
    categories: {
      more: 'Mais sobre Supermercado',
      merge: 'Juntar com outra…',
      into: 'Juntar em',
      target: 'Restaurantes',
      run: 'Juntar',
      preview: /lançamentos em .* passarão a contar/,
      newGroup: 'Novo grupo',
      name: 'Nome',
      saved: 'Salvar',
    },
    payees: { none: 'Ainda não há favorecidos', clean: /Organizar/ },
    currencies: {
      rate: 'Cotação',
      add: 'Adicionar cotação',
      one: 'Um',
      other: 'em',
      import: 'Importar CSV…',
      paste: 'Ou cole o conteúdo',
      found: /1 novas, 0 alteradas/,
      wrong: /linha não pôde ser lida/,
      run: 'Importar 1 cotação',
    },
  },
} as const;

/** Gives the newest rows these payees, without the interface. */
async function givePayees(app: Page, payees: readonly string[]): Promise<void> {
  await app.evaluate(async names => {
    const post = async (name: string, input: unknown): Promise<unknown> => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`/rpc/${name}`, { method: 'POST', headers, body: JSON.stringify(input) })).json();
    };
    const { items } = (await post('register.list', { limit: names.length })) as { items: { id: string }[] };
    for (const [place, payee] of names.entries()) {
      await post('transaction.edit', { id: [items[place]?.id], payee });
    }
  }, payees);
}

for (const look of LOOKS) {
  const words = WORDS[look.language];
  test.describe(`${look.language} ${look.theme}`, () => {
    test.use({ ...look, book: 'sample' });

    test('a rule is written with what it would change, applied and taken back', async ({ app }) => {
      const w = words.rules;
      await visit(app, 'rules');
      await expect(app.getByRole('heading', { name: w.empty })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'rules-empty', look);
      await app.getByRole('button', { name: w.create }).first().click();
      await app.getByRole('textbox', { name: w.value }).fill('a');
      await app.getByRole('combobox', { name: w.pick, exact: true }).fill(w.category.slice(0, 5));
      await app.getByRole('option', { name: w.category }).first().click();
      await expect(app.getByText(w.would)).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'rule-editor', look);
      await app.getByRole('button', { name: w.apply }).click();
      await expect(app.getByText(w.changed)).toBeVisible();
      await expect(app.getByRole('switch', { name: w.runs })).toBeChecked();
      await expectAccessible(app);
      await screenshot(app, 'rules', look);
      await app.getByRole('button', { name: w.undo, exact: true }).click();
      await expect(app.getByRole('button', { name: w.undo, exact: true })).toHaveCount(0);
    });

    test('categories are reordered by keys and merged with a preview', async ({ app }) => {
      const w = words.categories;
      await visit(app, 'categories');
      const more = app.getByRole('button', { name: w.more });
      await expect(more).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'categories', look);
      const item = app.getByRole('listitem').filter({ has: more });
      const list = item.locator('xpath=..');
      await item.focus();
      await app.keyboard.press('Alt+ArrowDown');
      await expect(list.getByRole('listitem').nth(1).getByRole('button', { name: w.more })).toBeVisible();
      await more.click();
      await app.getByRole('menuitem', { name: w.merge }).click();
      await app.getByRole('combobox', { name: w.into }).fill(w.target.slice(0, 6));
      await app.getByRole('option').first().click();
      await expect(app.getByText(w.preview)).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'category-merge', look);
      await app.getByRole('button', { name: w.run, exact: true }).click();
      await expect(more).toHaveCount(0);
      await app.keyboard.press('Control+z');
      await expect(more).toBeVisible();
    });

    test('a rate is entered by hand and others come from a file', async ({ app }) => {
      const w = words.currencies;
      await visit(app, 'currencies');
      await app.getByRole('textbox', { name: w.one, exact: true }).fill('USD');
      await app.getByRole('textbox', { name: w.other, exact: true }).fill('BRL');
      await app.getByRole('textbox', { name: w.rate, exact: true }).fill('5,4321');
      await app.getByRole('button', { name: w.add }).click();
      await expect(app.getByRole('gridcell').filter({ hasText: /5[.,]4321/ })).toBeVisible({
        timeout: 20_000,
      });
      await expectAccessible(app);
      await app.getByRole('button', { name: w.import }).click();
      await app
        .getByRole('textbox', { name: w.paste })
        .fill('date,from,to,rate\n2026-09-01,USD,BRL,5.31\n2026-09-02,USD,BRL,abc\n');
      await expect(app.getByText(w.found)).toBeVisible();
      await expect(app.getByText(w.wrong)).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'currencies-import', look);
      await app.getByRole('button', { name: w.run }).click();
      await expect(app.getByRole('gridcell').filter({ hasText: /5[.,]31/ })).toBeVisible();
      const height = await app.getByRole('grid').evaluate(grid => grid.clientHeight);
      expect(height).toBeGreaterThan(90);
      await screenshot(app, 'currencies', look);
    });

    test('payees are listed, and near names offered to merge', async ({ app }) => {
      const w = words.payees;
      await visit(app, 'payees');
      await expect(app.getByRole('heading', { name: w.none })).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'payees-empty', look);
      await givePayees(app, ['Padaria Trigo Bom', 'Padaria Trigo Bon', 'Livraria Central']);
      await expect(app.getByRole('gridcell', { name: 'Livraria Central' })).toBeVisible();
      expect(await app.getByRole('grid').evaluate(grid => grid.clientHeight)).toBeGreaterThan(300);
      await expectAccessible(app);
      await screenshot(app, 'payees', look);
      await app.getByRole('tab', { name: w.clean }).click();
      await expect(app.locator('main').getByText('Padaria Trigo Bon').first()).toBeVisible();
      await expectAccessible(app);
      await screenshot(app, 'payees-clean-up', look);
    });
  });
}
