// A statement on its way to the server that reads the book.
import { call, transport } from '@/api/client';
import type { ServerStatement } from '@/api/generated';
import type { DroppedFile } from '@/api/transport';

/** Hands a file over. A copy that was kept for that is removed, whatever became of it. */
export async function uploadStatement(file: DroppedFile, account: string | null): Promise<ServerStatement> {
  const path = await transport().stage(file);
  try {
    return await call('sync.upload_statement', { path, account });
  } finally {
    if ('file' in file) await call('file.discard', { path }).catch(() => undefined);
  }
}
