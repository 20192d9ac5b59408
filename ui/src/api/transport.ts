// How the page reaches the core: the window's bridge or the local server. Both carry JSON bytes and the same events.
import type { HostEvent } from './generated';

/** A file as a person dropped it: in the window by its path, in the browser with its bytes. */
export type DroppedFile = { name: string; path: string } | { name: string; file: File };

export interface CallOptions {
  /** Names the call in progress events and for cancelling. */
  id?: string;
}

export interface Transport {
  readonly kind: 'window' | 'browser';
  /** Runs an operation; rejects with an ApiError. */
  call(name: string, input: unknown, options?: CallOptions): Promise<unknown>;
  cancel(id: string): Promise<void>;
  /** Hears every event until the returned function is called. */
  listen(hear: (event: HostEvent) => void): () => void;
  /** A path the core can read. */
  stage(file: DroppedFile): Promise<string>;
  /** Lets the person choose statement files; null where only drag and drop or a file field works. */
  chooseFiles: (() => Promise<DroppedFile[]>) | null;
  /** Lets the person choose a place for a file; null in a browser, which downloads instead. */
  chooseTarget: ((suggested: string) => Promise<string | null>) | null;
  /** Lets the person choose a book; null in a browser, where its path is typed. */
  chooseBook: (() => Promise<string | null>) | null;
  /** Writes bytes where the person chooses, and answers where; null in a browser, which downloads instead. */
  saveFile: ((name: string, bytes: Uint8Array) => Promise<string | null>) | null;
  /** Opens a link in the system's browser; null in a browser, where links are links. */
  openLink: ((address: string) => Promise<void>) | null;
  /** Files dropped on the window as the system reports them; null where the page gets the drop itself. */
  listenDrops:
    | ((
        hear: (drop: { kind: 'over' | 'leave' } | { kind: 'drop'; files: DroppedFile[] }) => void,
      ) => () => void)
    | null;
}

export function inWindow(): boolean {
  return '__TAURI_INTERNALS__' in globalThis;
}
