import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { clearDrafts, draftsOf, useDraft } from './drafts';

beforeEach(() => {
  globalThis.localStorage.clear();
  draftsOf('/data/ana/book.valorize', false);
});

it('keeps what was typed over a restart, until it is saved', () => {
  const first = renderHook(() => useDraft('note/1', 'old'));
  expect(first.result.current).toMatchObject({ value: 'old', dirty: false });
  act(() => first.result.current.set('typed'));
  first.unmount();
  const second = renderHook(() => useDraft('note/1', 'old'));
  expect(second.result.current).toMatchObject({ value: 'typed', dirty: true });
  act(() => second.result.current.clear());
  expect(second.result.current).toMatchObject({ value: 'old', dirty: false });
  expect(globalThis.localStorage).toHaveLength(0);
});

it('keeps the forms and the books apart', () => {
  const { result, rerender } = renderHook(({ form }) => useDraft(form, ''), {
    initialProps: { form: 'note/1' },
  });
  act(() => result.current.set('one'));
  rerender({ form: 'note/2' });
  expect(result.current.value).toBe('');
  draftsOf('/data/ana/other.valorize', false);
  clearDrafts();
  draftsOf('/data/ana/book.valorize', false);
  rerender({ form: 'note/1' });
  expect(result.current.value).toBe('one');
  clearDrafts();
  expect(globalThis.localStorage).toHaveLength(0);
});

it('writes nothing of an encrypted book, and forgets what was written before it was one', () => {
  const { result, unmount } = renderHook(() => useDraft('note/1', ''));
  act(() => result.current.set('plain'));
  expect(globalThis.localStorage).toHaveLength(1);
  unmount();
  draftsOf('/data/ana/book.valorize', true);
  expect(globalThis.localStorage).toHaveLength(0);
  const first = renderHook(() => useDraft('note/1', ''));
  act(() => first.result.current.set('secret'));
  expect(globalThis.localStorage).toHaveLength(0);
  first.unmount();
  const second = renderHook(() => useDraft('note/1', ''));
  expect(second.result.current.value).toBe('secret');
  second.unmount();
  clearDrafts();
  expect(renderHook(() => useDraft('note/1', '')).result.current.value).toBe('');
});
