// What is there to change the book: not offered where it is shared for reading only.
import type { ReactNode } from 'react';
import { useReadsOnly } from './readsOnly';

export function ForWriters({ children }: { children: ReactNode }) {
  return useReadsOnly() ? null : children;
}
