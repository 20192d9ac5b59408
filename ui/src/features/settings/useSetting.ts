// One setting of the book on this device: its value, and how to change it.
import { useAct, useAsk } from '@/api/hooks';
import { toastError } from '@/app/toasts';

export function useSetting(key: string): [string | undefined, (value: string) => void] {
  const settings = useAsk('setting.list', {});
  const change = useAct('setting.set');
  const value = settings.data?.items.find(one => one.key === key)?.value;
  return [value, next => change.mutate({ key, value: next }, { onError: toastError })];
}
