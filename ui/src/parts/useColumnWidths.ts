// Widths of a table's columns as the person dragged them, kept on this device.
import { useCallback, useMemo, useState } from 'react';

const CHECKBOX = '40px';

interface Sized {
  id: string;
  width: string;
}

export function useColumnWidths(columns: readonly Sized[], remember: string | undefined, checkbox = false) {
  const key = `valorize.columns.${remember ?? ''}`;
  const [widths, setWidths] = useState<Record<string, number>>(() => (remember ? read(key) : {}));
  const resize = useCallback(
    (column: string, width: number | null) =>
      setWidths(before => {
        const next = Object.fromEntries(Object.entries(before).filter(([name]) => name !== column));
        if (width !== null) next[column] = width;
        globalThis.localStorage.setItem(key, JSON.stringify(next));
        return next;
      }),
    [key],
  );
  const template = useMemo(
    () =>
      [
        ...(checkbox ? [CHECKBOX] : []),
        ...columns.map(({ id, width }) => (widths[id] === undefined ? width : `${widths[id]}px`)),
      ].join(' '),
    [columns, widths, checkbox],
  );
  return { template, resize: remember ? resize : null };
}

function read(key: string): Record<string, number> {
  try {
    return JSON.parse(globalThis.localStorage.getItem(key) ?? '{}') as Record<string, number>;
  } catch {
    return {};
  }
}
