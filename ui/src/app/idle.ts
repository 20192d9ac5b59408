// Locks the open book when nobody uses it.
import { useEffect } from 'react';
import { call } from '@/api/client';
import { useAsk } from '@/api/hooks';
import { toastError } from './toasts';

const SIGNS = ['pointerdown', 'keydown', 'wheel', 'pointermove'] as const;

/** Locks the book after the minutes its settings say. */
export function useIdleLock(): void {
  const settings = useAsk('setting.list', {});
  const minutes = Number(settings.data?.items.find(one => one.key === 'lock.after_minutes')?.value ?? 0);
  const security = useAsk('security.status', {}, { enabled: minutes > 0 });
  const has = security.data ? security.data.encrypted || security.data.screen_lock : false;
  useEffect(() => {
    if (minutes <= 0 || !has) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const begin = () => {
      globalThis.clearTimeout(timer);
      timer = globalThis.setTimeout(() => void call('book.lock', {}).catch(toastError), minutes * 60_000);
    };
    begin();
    SIGNS.forEach(sign => globalThis.addEventListener(sign, begin, { passive: true }));
    return () => {
      globalThis.clearTimeout(timer);
      SIGNS.forEach(sign => globalThis.removeEventListener(sign, begin));
    };
  }, [minutes, has]);
}
