import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/error';
import type { PersonRole, ReportWish } from '@/api/generated';
import { newQueryClient } from '@/api/hooks';
import { getLocale, m } from '@/messages';
import { MonthlyReports } from './MonthlyReports';

const host = vi.hoisted(() => ({ call: vi.fn<(name: string, input: unknown) => Promise<unknown>>() }));

vi.mock('@/api/client', () => ({
  call: host.call,
  listen: () => () => undefined,
  transport: () => ({ kind: 'browser' }),
}));

beforeEach(() => vi.clearAllMocks());

function show(role: PersonRole, wish: ReportWish | ApiError) {
  host.call.mockImplementation(name => {
    if (name === 'sync.status') return Promise.resolve({ role });
    if (name === 'sync.monthly_reports') return Promise.resolve({ items: [], next_cursor: null });
    return wish instanceof ApiError ? Promise.reject(wish) : Promise.resolve(wish);
  });
  render(
    <QueryClientProvider client={newQueryClient()}>
      <MonthlyReports />
    </QueryClientProvider>,
  );
}

const box = () => screen.findByRole('checkbox', { name: m.sync_report_itself() });

const asked = (name: string) => waitFor(() => expect(host.call).toHaveBeenCalledWith(name, {}));

it('wants reports by themselves, in the language of the person', async () => {
  show('owner', { wanted: false, language: null });
  expect((await box()).getAttribute('aria-checked')).toBe('false');
  await userEvent.click(await box());
  await waitFor(() =>
    expect(host.call).toHaveBeenCalledWith('sync.set_report_wish', { wanted: true, language: getLocale() }),
  );
});

it('wants them no longer', async () => {
  show('owner', { wanted: true, language: 'pt-BR' });
  expect((await box()).getAttribute('aria-checked')).toBe('true');
  await userEvent.click(await box());
  await waitFor(() => expect(host.call).toHaveBeenCalledWith('sync.set_report_wish', { wanted: false }));
});

it('tells other people what the owner wants, and asks them nothing', async () => {
  show('editor', { wanted: true, language: null });
  expect(await screen.findByText(m.sync_report_itself_guest())).toBeTruthy();
  expect(screen.queryByRole('checkbox')).toBeNull();
});

it('offers nothing that an older server does not know', async () => {
  show('owner', new ApiError({ code: 'not_found', message: 'the server does not offer this' }));
  await asked('sync.report_wish');
  expect(await screen.findByRole('button', { name: m.sync_report_ask() })).toBeTruthy();
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(screen.queryByRole('alert')).toBeNull();
});
