import { renderHook, waitFor } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { addPath, commitAll, forgetFlow, useFlow } from './flow';

const call = vi.hoisted(() => vi.fn<(name: string) => Promise<unknown>>());

vi.mock('@/api/client', () => ({
  call,
  freshCallId: () => 'call',
  listen: () => () => undefined,
  transport: () => ({ stage: (file: { path: string }) => Promise.resolve(file.path) }),
}));

const plan = (fresh: number) => ({
  format: 'ofx',
  plans: [
    { plan: 'p', account_id: 'a', new: fresh, known: 0, doubtful: 0, merged: 0, ignored: 0, after: [] },
  ],
});

/** Answers plans with these numbers of new rows, and refuses the first commit because the account has changed. */
function answer(...fresh: number[]): void {
  let commits = 0;
  call.mockImplementation(name => {
    if (name === 'import.plan') return Promise.resolve(plan(fresh.shift() ?? 0));
    if (name === 'import.commit' && commits++ === 0)
      return Promise.reject(Object.assign(new Error('changed'), { code: 'stale_plan', message: 'changed' }));
    return Promise.resolve({ batch: 'b' });
  });
}

async function planned() {
  const { result } = renderHook(() => useFlow());
  addPath('/books/ana/august.ofx');
  await waitFor(() => expect(result.current.files[0]?.state).toBe('planned'));
  return result;
}

beforeEach(() => {
  forgetFlow();
  call.mockReset();
});

it('imports all the same when an account changed without changing what is imported', async () => {
  answer(3, 3);
  const flow = await planned();
  await commitAll();
  await waitFor(() =>
    expect(flow.current.files[0]).toMatchObject({ state: 'done', results: [{ batch: 'b' }] }),
  );
});

it('shows the new plan first when it would do something else', async () => {
  answer(3, 2);
  const flow = await planned();
  await commitAll();
  await waitFor(() => expect(flow.current.files[0]?.planned?.plans[0]?.new).toBe(2));
  expect(flow.current.files[0]?.state).toBe('planned');
});

it('forgets everything with its book', async () => {
  answer(3);
  const flow = await planned();
  forgetFlow();
  await waitFor(() => expect(flow.current.files).toEqual([]));
});
