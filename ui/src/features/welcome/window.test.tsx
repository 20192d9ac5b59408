import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { newQueryClient } from '@/api/hooks';
import { Export } from '@/features/settings/Export';
import { m } from '@/messages';
import Welcome from './Welcome';

const host = vi.hoisted(() => ({
  call: vi.fn<(name: string, input: unknown) => Promise<unknown>>(),
  chooseBook: vi.fn<() => Promise<string | null>>(),
  chooseTarget: vi.fn<(suggested: string) => Promise<string | null>>(),
}));

vi.mock('@/api/client', () => ({
  call: host.call,
  listen: () => () => undefined,
  transport: () => ({ kind: 'window', chooseBook: host.chooseBook, chooseTarget: host.chooseTarget }),
}));

const show = (screenful: ReactElement) =>
  render(<QueryClientProvider client={newQueryClient()}>{screenful}</QueryClientProvider>);

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  vi.clearAllMocks();
  host.call.mockImplementation(name =>
    Promise.resolve(
      name === 'book.recent'
        ? { books: [] }
        : {
            open: false,
            name: 'Casa',
            books_folder: '/books/ana/books',
            path: '/books/ana/casa.csv',
            bytes: 1,
          },
    ),
  );
});

it('opens the book that was chosen in the system’s dialog, and none when it was closed', async () => {
  host.chooseBook.mockResolvedValueOnce(null).mockResolvedValueOnce('/books/ana/casa.valorize');
  show(<Welcome />);
  await press(m.welcome_open_choose());
  expect(host.call).not.toHaveBeenCalledWith('book.open', expect.anything());
  await press(m.welcome_open_choose());
  await waitFor(() =>
    expect(host.call).toHaveBeenCalledWith('book.open', { path: '/books/ana/casa.valorize' }),
  );
});

it('puts a new book where the dialog says', async () => {
  host.chooseTarget.mockResolvedValueOnce('/books/ana/novo.valorize');
  show(<Welcome />);
  await press(m.welcome_path_choose());
  await press(m.welcome_create());
  await waitFor(() =>
    expect(host.call).toHaveBeenCalledWith(
      'book.create',
      expect.objectContaining({ path: '/books/ana/novo.valorize' }),
    ),
  );
});

it('exports the book where the dialog says', async () => {
  host.chooseTarget.mockResolvedValueOnce('/books/ana/casa.csv');
  show(<Export />);
  await waitFor(() => expect(host.call).toHaveBeenCalledWith('book.status', {}));
  await press(m.settings_export_choose());
  await waitFor(() =>
    expect(host.call).toHaveBeenCalledWith('book.export', { format: 'csv', path: '/books/ana/casa.csv' }),
  );
});
