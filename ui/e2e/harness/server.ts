// What flows with a real server share: its address, accounts there, and asking the program without the page.
import type { Page } from '@playwright/test';
import type { Language } from './books';
import { expect, visit, type Theme } from './test';

/** The server's address; `make e2e` starts one. */
export const SERVER = process.env['VALORIZE_SYNC_SERVER'] ?? '';

export const PASSWORD = 'correct horse battery';

/** Calls an operation, as the page does. */
export async function call(page: Page, name: string, input: unknown): Promise<unknown> {
  return page.evaluate(
    async ([operation, body]) => {
      const answer = await fetch(`/rpc/${operation}`, { method: 'POST', body: JSON.stringify(body) });
      return answer.json();
    },
    [name, input] as const,
  );
}

/** A name for an account. A server that outlives these flows has the accounts of the last. */
export function accountName(name: string, { language, theme }: { language: Language; theme: Theme }): string {
  return `${name}.${Date.now().toString(36).slice(-5)}${theme[0]}${language[0]}@example.org`;
}

/** Makes an account as another program would. */
export async function signUp(account: string): Promise<void> {
  const tag = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex');
  const answer = await fetch(`${SERVER}/v1/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: account, password: PASSWORD, device: { tag, name: 'elsewhere' } }),
  });
  expect(answer.status).toBe(200);
}

/** A sample book that syncs, with the settings open. */
export async function synced(app: Page, language: Language, account: string): Promise<void> {
  await call(app, 'book.load_sample', { language });
  await call(app, 'sync.set_up', { server: SERVER, account, password: PASSWORD, new_account: true });
  await expect
    .poll(async () => ((await call(app, 'sync.status', {})) as { state: string }).state)
    .toBe('level');
  await visit(app, 'settings', { section: 'sync' });
}
