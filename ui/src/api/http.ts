// The local server's side: POST /rpc/{name}, server-sent events, uploads.
import { ApiError, asApiError } from './error';
import type { HostEvent } from './generated';
import type { CallOptions, DroppedFile, Transport } from './transport';

function unreachable(): ApiError {
  return new ApiError({
    code: 'unreachable',
    message: 'valorize serve',
  });
}

async function answer(response: Response): Promise<unknown> {
  const text = await response.text();
  let value: unknown;
  try {
    value = text === '' ? null : JSON.parse(text);
  } catch {
    throw new ApiError({ code: response.ok ? 'internal' : 'unreachable', message: text.trim() });
  }
  if (!response.ok) throw asApiError(value);
  return value;
}

async function post(path: string, body: BodyInit, headers: Record<string, string>): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, { method: 'POST', body, headers, credentials: 'same-origin' });
  } catch {
    throw unreachable();
  }
  return answer(response);
}

export class HttpTransport implements Transport {
  readonly kind = 'browser';
  readonly chooseFiles = null;
  readonly chooseBook = null;
  readonly chooseTarget = null;
  readonly saveFile = null;
  readonly openLink = null;
  readonly listenDrops = null;

  call(name: string, input: unknown, options?: CallOptions): Promise<unknown> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (options?.id) headers['x-valorize-call'] = options.id;
    return post(`/rpc/${name}`, JSON.stringify(input), headers);
  }

  async cancel(id: string): Promise<void> {
    await fetch(`/cancel/${encodeURIComponent(id)}`, { method: 'POST', credentials: 'same-origin' });
  }

  listen(hear: (event: HostEvent) => void): () => void {
    const source = new EventSource('/events');
    let wasOpen = false;
    source.addEventListener('message', message => {
      hear(JSON.parse(String(message.data)) as HostEvent);
    });
    // After a gap nobody knows what was missed.
    source.addEventListener('open', () => {
      if (wasOpen) hear({ event: 'lost' });
      wasOpen = true;
    });
    return () => source.close();
  }

  async stage(file: DroppedFile): Promise<string> {
    if ('path' in file) return file.path;
    const kept = await post(`/files?name=${encodeURIComponent(file.name)}`, file.file, {
      'content-type': 'application/octet-stream',
    });
    return (kept as { path: string }).path;
  }
}
