// The desktop window's side: one command `call`, the operation's name in a header, bytes in and out.
import { asApiError } from './error';
import type { HostEvent } from './generated';
import type { CallOptions, DroppedFile, Transport } from './transport';

type Core = typeof import('@tauri-apps/api/core');
type Events = typeof import('@tauri-apps/api/event');

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function named(path: string): DroppedFile {
  return { path, name: path.split(/[\\/]/).pop() ?? path };
}

export class WindowTransport implements Transport {
  readonly kind = 'window';
  readonly #core: Core;
  readonly #events: Events;

  private constructor(core: Core, events: Events) {
    this.#core = core;
    this.#events = events;
  }

  static async open(): Promise<WindowTransport> {
    const [core, events] = await Promise.all([
      import('@tauri-apps/api/core'),
      import('@tauri-apps/api/event'),
    ]);
    return new WindowTransport(core, events);
  }

  async call(name: string, input: unknown, options?: CallOptions): Promise<unknown> {
    const headers: Record<string, string> = { operation: name };
    if (options?.id) headers['call-id'] = options.id;
    try {
      const bytes = await this.#core.invoke<ArrayBuffer>('call', encoder.encode(JSON.stringify(input)), {
        headers,
      });
      return JSON.parse(decoder.decode(bytes));
    } catch (thrown) {
      throw asApiError(thrown);
    }
  }

  async cancel(id: string): Promise<void> {
    await this.#core.invoke('cancel', { id });
  }

  listen(hear: (event: HostEvent) => void): () => void {
    const stop = this.#events.listen<HostEvent>('host', event => hear(event.payload));
    return () => void stop.then(end => end());
  }

  stage(file: DroppedFile): Promise<string> {
    if ('path' in file) return Promise.resolve(file.path);
    return Promise.reject(new TypeError('the window hands files over by their path'));
  }

  readonly chooseFiles = async (): Promise<DroppedFile[]> => {
    const paths = await this.#core.invoke<string[]>('choose_files');
    return paths.map(named);
  };

  readonly chooseBook = (): Promise<string | null> => this.#core.invoke<string | null>('choose_book');

  readonly openLink = (address: string): Promise<void> => this.#core.invoke('open_link', { address });

  readonly saveFile = (name: string, bytes: Uint8Array): Promise<string | null> =>
    this.#core.invoke<string | null>('save_file', bytes, {
      headers: { 'file-name': encodeURIComponent(name) },
    });

  readonly chooseTarget = (suggested: string): Promise<string | null> =>
    this.#core.invoke<string | null>('choose_target', { suggested });

  readonly listenDrops = (
    hear: (drop: { kind: 'over' | 'leave' } | { kind: 'drop'; files: DroppedFile[] }) => void,
  ): (() => void) => {
    const { TauriEvent } = this.#events;
    // Files named on the command line, opened from a file manager, handed over by a second start: each is given once.
    const takeFiles = async () => {
      const paths = await this.#core.invoke<string[]>('take_files');
      if (paths.length > 0) hear({ kind: 'drop', files: paths.map(named) });
    };
    const stops = [
      this.#events.listen(TauriEvent.DRAG_ENTER, () => hear({ kind: 'over' })),
      this.#events.listen(TauriEvent.DRAG_LEAVE, () => hear({ kind: 'leave' })),
      this.#events.listen<{ paths: string[] }>(TauriEvent.DRAG_DROP, event =>
        hear({ kind: 'drop', files: event.payload.paths.map(named) }),
      ),
      this.#events.listen('open-files', takeFiles),
    ];
    // What came before anybody listened waits too.
    void stops[3]?.then(takeFiles);
    return () => stops.forEach(stop => void stop.then(end => end()));
  };
}
