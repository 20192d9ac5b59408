// Events and questions that cross each other.
import { QueryObserver } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { invalidate, newQueryClient } from './hooks';

it('asks again when the first answer is from before the change', async () => {
  const client = newQueryClient();
  const waiting: ((answer: string) => void)[] = [];
  const queryFn = vi.fn(() => new Promise<string>(resolve => waiting.push(resolve)));
  const observer = new QueryObserver(client, { queryKey: ['sync.status', {}], queryFn });
  const seen: unknown[] = [];
  const stop = observer.subscribe(result => result.data !== undefined && seen.push(result.data));

  invalidate(client, { event: 'changed', topics: ['sync'] });
  waiting[0]?.('before');
  await vi.waitFor(() => expect(queryFn).toHaveBeenCalledTimes(2));
  waiting[1]?.('after');
  await vi.waitFor(() => expect(seen.at(-1)).toBe('after'));

  invalidate(client, { event: 'changed', topics: ['rules'] });
  await Promise.resolve();
  expect(queryFn).toHaveBeenCalledTimes(2);
  stop();
});
