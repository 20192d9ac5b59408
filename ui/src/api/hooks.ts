// React's side of the client: queries keyed by operation and input, fetched again when an event says their topic changed.
import {
  QueryClient,
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type Query,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, freshCallId, listen, transport, type Input, type NamesOf, type Output } from './client';
import { ApiError, asApiError } from './error';
import { operations, type HostEvent, type OperationName, type Stage } from './generated';

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The core is on this machine and says what changed: nothing grows stale by itself and nothing is worth retrying.
      queries: {
        staleTime: Infinity,
        gcTime: 60_000,
        retry: false,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** Makes events refetch what they touch. */
export function followEvents(client: QueryClient): () => void {
  return listen(event => invalidate(client, event));
}

/** Exported for its test. */
export function invalidate(client: QueryClient, event: HostEvent): void {
  switch (event.event) {
    case 'changed': {
      const topics = new Set<string>(event.topics);
      const touched = (query: Query) =>
        operations[query.queryKey[0] as OperationName]?.topics.some(topic => topics.has(topic));
      askAgainWhatIsAskedFirst(client, touched);
      void client.invalidateQueries({ predicate: touched });
      break;
    }
    case 'opened':
    case 'closed':
      void client.resetQueries();
      break;
    case 'progress':
      break;
    default:
      void client.invalidateQueries();
  }
}

/** A query whose first answer is on its way is not asked anew by invalidating it, and that answer may be from before the change. */
function askAgainWhatIsAskedFirst(client: QueryClient, touched: (query: Query) => boolean): void {
  for (const query of client.getQueryCache().findAll({ predicate: touched })) {
    if (query.state.fetchStatus !== 'fetching' || query.state.data !== undefined) continue;
    const again = () => client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    // Joins the question that is on its way.
    void query.fetch().then(again, again);
  }
}

export interface AskOptions {
  /** Ask only when true. */
  enabled?: boolean;
  /** Show the former answer while the next is on its way. */
  keep?: boolean;
}

/** Asks a query (or a host operation that only reads). */
export function useAsk<N extends OperationName>(
  name: N,
  input: Input<N>,
  options: AskOptions = {},
): UseQueryResult<Output<N>, ApiError> {
  return useQuery<Output<N>, ApiError>({
    queryKey: [name, input],
    queryFn: () => call(name, input),
    enabled: options.enabled ?? true,
    placeholderData: options.keep ? keepPreviousData : undefined,
  });
}

/** Asks again and again for the answers of [name, input] pairs fetched by hand, for windows of long lists. */
export function usePrefetch(): <N extends OperationName>(name: N, input: Input<N>) => Promise<Output<N>> {
  const client = useQueryClient();
  return useCallback(
    (name, input) => client.fetchQuery({ queryKey: [name, input], queryFn: () => call(name, input) }),
    [client],
  );
}

/** Runs an action. Lists follow by themselves; `onError` of the caller or the toast tells what went wrong. */
export function useAct<N extends NamesOf<'action'> | NamesOf<'host'>>(
  name: N,
): UseMutationResult<Output<N>, ApiError, Input<N>> {
  return useMutation<Output<N>, ApiError, Input<N>>({
    mutationKey: [name],
    mutationFn: async input => {
      try {
        return await call(name, input);
      } catch (thrown) {
        throw asApiError(thrown);
      }
    },
  });
}

export interface LongCall<N extends OperationName> {
  run: (input: Input<N>) => Promise<Output<N>>;
  cancel: () => void;
  /** What it is at, while it runs. */
  progress: { stage: Stage; done: number; total: number } | null;
  running: boolean;
}

/** Runs an action that takes long: with progress, and a way to stop it. */
export function useLongCall<N extends NamesOf<'action'> | NamesOf<'host'>>(name: N): LongCall<N> {
  const [progress, setProgress] = useState<LongCall<N>['progress']>(null);
  const [running, setRunning] = useState(false);
  const id = useRef<string | null>(null);
  useEffect(
    () =>
      listen(event => {
        if (event.event === 'progress' && event.call === id.current) {
          setProgress({ stage: event.stage, done: event.done, total: event.total });
        }
      }),
    [],
  );
  const run = useCallback(
    async (input: Input<N>) => {
      id.current = freshCallId();
      setRunning(true);
      try {
        return await call(name, input, { id: id.current });
      } catch (thrown) {
        throw asApiError(thrown);
      } finally {
        id.current = null;
        setRunning(false);
        setProgress(null);
      }
    },
    [name],
  );
  const cancel = useCallback(() => {
    if (id.current) void transport().cancel(id.current);
  }, []);
  return { run, cancel, progress, running };
}
