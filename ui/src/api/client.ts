// The typed client: `call('account.list', {})` knows what it takes and what it answers.
import type { HostEvent, OperationName, Operations } from './generated';
import { HttpTransport } from './http';
import type { CallOptions, Transport } from './transport';
import { inWindow } from './transport';
import { WindowTransport } from './window';

let current: Transport | null = null;

/** Picks the transport; once, before anything is shown. */
export async function connect(): Promise<Transport> {
  current ??= inWindow() ? await WindowTransport.open() : new HttpTransport();
  return current;
}

export function transport(): Transport {
  if (!current) throw new Error('connect() comes first');
  return current;
}

export type Input<N extends OperationName> = Operations[N]['input'];
export type Output<N extends OperationName> = Operations[N]['output'];

/** Names of operations of one kind. */
export type NamesOf<K extends 'query' | 'action' | 'host'> = {
  [N in OperationName]: Operations[N]['kind'] extends K ? N : never;
}[OperationName];

export function call<N extends OperationName>(
  name: N,
  input: Input<N>,
  options?: CallOptions,
): Promise<Output<N>> {
  return transport().call(name, input, options) as Promise<Output<N>>;
}

/** A fresh id for a call whose progress is shown. */
export function freshCallId(): string {
  return crypto.randomUUID();
}

type Hear = (event: HostEvent) => void;
const hearers = new Set<Hear>();
let stop: (() => void) | null = null;

/** Hears events; the connection is made with the first and ended with the last listener. */
export function listen(hear: Hear): () => void {
  hearers.add(hear);
  stop ??= transport().listen(event => hearers.forEach(one => one(event)));
  return () => {
    hearers.delete(hear);
    if (hearers.size === 0) {
      stop?.();
      stop = null;
    }
  };
}
