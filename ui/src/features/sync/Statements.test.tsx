import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import type { PersonRole, ServerStatement, StatementPlan } from '@/api/generated';
import { newQueryClient } from '@/api/hooks';
import { m } from '@/messages';
import { Statements } from './Statements';

const host = vi.hoisted(() => ({ call: vi.fn<(name: string, input: unknown) => Promise<unknown>>() }));

vi.mock('@/api/client', () => ({
  call: host.call,
  listen: () => () => undefined,
  transport: () => ({ kind: 'browser' }),
}));

const PLAN: StatementPlan = {
  account: 'Casa',
  account_id: 'a1',
  difference: null,
  doubtful: 0,
  format: 'ofx',
  ignored: 0,
  known: 0,
  merged: 1,
  new: 2,
  proof: 'unavailable',
  rejected: 0,
};

const failed = (id: string, file: string, plan: StatementPlan | null): ServerStatement => ({
  id,
  file,
  state: 'failed',
  at: 0,
  ended: 1,
  bytes: 700,
  batch: null,
  code: null,
  detail: 'the worker that ran it was lost',
  plan,
});

beforeEach(() => vi.clearAllMocks());

function show(role: PersonRole) {
  const items = [failed('s1', 'begun.ofx', PLAN), failed('s2', 'unread.ofx', null)];
  host.call.mockImplementation(name => {
    if (name === 'sync.status') return Promise.resolve({ role });
    if (name === 'sync.decide_statement') return Promise.resolve({ ...items[0], state: 'committing' });
    return Promise.resolve({ items: name === 'sync.statements' ? items : [], next_cursor: null });
  });
  render(
    <QueryClientProvider client={newQueryClient()}>
      <Statements />
    </QueryClientProvider>,
  );
}

const again = (file: string) => screen.queryByRole('button', { name: m.sync_statement_again_of({ file }) });

it('tries a statement again that was given up after it was read, with what was decided', async () => {
  show('editor');
  expect(await screen.findByText(m.sync_statement_failed_begun())).toBeTruthy();
  const button = again('begun.ofx');
  if (!button) throw new Error('nothing is offered');
  await userEvent.click(button);
  await waitFor(() => expect(host.call).toHaveBeenCalledWith('sync.decide_statement', { id: 's1' }));
});

it('has one uploaded again that nobody could read', async () => {
  show('owner');
  expect(await screen.findByText(m.sync_statement_failed_unread())).toBeTruthy();
  expect(again('unread.ofx')).toBeNull();
});

it('offers nothing to who may only read', async () => {
  show('reader');
  expect(await screen.findByText(m.sync_statement_failed_begun())).toBeTruthy();
  await waitFor(() => expect(again('begun.ofx')).toBeNull());
});
