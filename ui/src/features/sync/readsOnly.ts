// Whether the open book is shared with this device for reading only: then nothing is offered that changes it.
import { useAsk } from '@/api/hooks';

export function useReadsOnly(): boolean {
  return useAsk('sync.status', {}, { keep: true }).data?.role === 'reader';
}
