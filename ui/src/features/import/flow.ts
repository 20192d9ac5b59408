// The import under way: files on the way in, their plans, what was committed. It outlives the screen, so that looking elsewhere loses
// nothing; the plans themselves are kept by the core.
import { useSyncExternalStore } from 'react';
import { call, freshCallId, listen, transport } from '@/api/client';
import { asApiError, type ApiError } from '@/api/error';
import type { ImportedView, MappingViewInput, PlannedFile, PlanView, Stage } from '@/api/generated';
import type { DroppedFile } from '@/api/transport';
import { catchUp } from './suggesting';

export interface Choices {
  account?: string;
  layout?: MappingViewInput;
  date_order?: string;
}

export interface ImportFile {
  key: number;
  name: string;
  path: string | null;
  state: 'waiting' | 'planning' | 'planned' | 'refused' | 'committing' | 'done';
  planned: PlannedFile | null;
  error: ApiError | null;
  choices: Choices;
  results: ImportedView[];
}

export interface Flow {
  files: readonly ImportFile[];
  progress: { stage: Stage; done: number; total: number } | null;
  /** A call is under way. */
  busy: boolean;
}

let flow: Flow = { files: [], progress: null, busy: false };
let counter = 0;
let current: string | null = null;
let stopAll = false;
const changed = new Set<() => void>();

function publish(next: Partial<Flow>): void {
  flow = { ...flow, ...next };
  changed.forEach(tell => tell());
}

function change(key: number, part: Partial<ImportFile>): void {
  publish({ files: flow.files.map(file => (file.key === key ? { ...file, ...part } : file)) });
}

export function useFlow(): Flow {
  return useSyncExternalStore(
    tell => {
      changed.add(tell);
      return () => changed.delete(tell);
    },
    () => flow,
  );
}

/** Runs a long call that `cancel` stops. */
async function long<T>(work: (id: string) => Promise<T>): Promise<T> {
  const id = freshCallId();
  current = id;
  const stop = listen(event => {
    if (event.event === 'progress' && event.call === id) {
      publish({ progress: { stage: event.stage, done: event.done, total: event.total } });
    }
  });
  publish({ busy: true, progress: null });
  try {
    return await work(id);
  } finally {
    stop();
    current = null;
    publish({ busy: false, progress: null });
  }
}

/** Stops what runs, and what would come after it. What is not committed stays planned. */
export function cancel(): void {
  stopAll = true;
  if (current) void transport().cancel(current);
}

/** Adds files and plans them, one after the other. */
export function addFiles(files: readonly DroppedFile[]): void {
  const added = files.map((file): ImportFile & { dropped: DroppedFile } => ({
    key: counter++,
    name: file.name,
    path: null,
    state: 'waiting',
    planned: null,
    error: null,
    choices: {},
    results: [],
    dropped: file,
  }));
  // A new drop begins a new import when the last one is over.
  const kept = flow.files.every(file => file.state === 'done') ? [] : flow.files;
  publish({ files: [...kept, ...added] });
  void stageAll(added);
}

async function stageAll(added: readonly { key: number; dropped: DroppedFile }[]): Promise<void> {
  for (const { key, dropped } of added) {
    try {
      change(key, { path: await transport().stage(dropped) });
    } catch (thrown) {
      change(key, { state: 'refused', error: asApiError(thrown) });
    }
  }
  await planWaiting();
}

/** Adds a file the core can read already. */
export function addPath(path: string): void {
  const name = path.split(/[\\/]/).pop() ?? path;
  addFiles([{ name, path }]);
}

let planning = false;

async function planWaiting(): Promise<void> {
  if (planning) return;
  planning = true;
  stopAll = false;
  try {
    for (;;) {
      const next = flow.files.find(file => file.state === 'waiting' && file.path !== null);
      if (!next || stopAll) break;
      await planOne(next);
    }
  } finally {
    planning = false;
    if (stopAll) {
      publish({
        files: flow.files.map(file =>
          file.state === 'waiting' || file.state === 'planning'
            ? { ...file, state: 'refused', error: asApiError({ code: 'cancelled', message: '' }) }
            : file,
        ),
      });
    }
  }
}

/** Plans of the files before this one: its own plan counts on their rows. */
export function before(files: readonly ImportFile[], key: number): string[] {
  const at = files.findIndex(file => file.key === key);
  return files
    .slice(0, at)
    .filter(file => file.state === 'planned')
    .flatMap(file => file.planned?.plans.map(plan => plan.plan) ?? []);
}

async function planOne(file: ImportFile): Promise<void> {
  change(file.key, { state: 'planning', error: null });
  const after = before(flow.files, file.key);
  // Planned anew, it keeps what a person has decided in the plans before.
  const instead = file.planned?.plans.map(plan => plan.plan) ?? [];
  try {
    const planned = await long(id =>
      call('import.plan', { path: file.path ?? '', after, instead_of: instead, ...file.choices }, { id }),
    );
    // Stopped at the last moment: what was planned all the same is not wanted.
    if (stopAll) {
      await discardPlans(planned);
      change(file.key, { planned: null });
      return;
    }
    change(file.key, { state: 'planned', planned });
  } catch (thrown) {
    change(file.key, { state: 'refused', planned: null, error: asApiError(thrown) });
  }
}

/** The file's plans are thrown away; one that is gone already is no matter. */
async function discardPlans(planned: PlannedFile | null): Promise<void> {
  for (const plan of planned?.plans ?? []) {
    await call('import.discard', { plan: plan.plan }).catch(() => undefined);
  }
}

/** Plans a file again, with what a person chose; later files of the same account follow. */
export async function replan(key: number, choices: Partial<Choices> = {}): Promise<void> {
  const at = flow.files.findIndex(file => file.key === key);
  publish({
    files: flow.files.map((file, place) => {
      if (place < at || file.state === 'done' || file.path === null) return file;
      if (place > at && !follows(file)) return file;
      return {
        ...file,
        state: 'waiting' as const,
        choices: place === at ? { ...file.choices, ...choices } : file.choices,
      };
    }),
  });
  await planWaiting();
}

/** Does a file's plan count on another one? */
function follows(file: ImportFile): boolean {
  return file.planned?.plans.some(plan => plan.after.length > 0) ?? false;
}

/** Takes a file out; the book is as it was. */
export async function removeFile(key: number): Promise<void> {
  const file = flow.files.find(one => one.key === key);
  if (!file) return;
  const later = flow.files.slice(flow.files.indexOf(file) + 1).find(follows);
  publish({ files: flow.files.filter(one => one.key !== key) });
  if (file.state === 'planned') await discardPlans(file.planned);
  if (later) await replan(later.key);
}

/** Forgets everything: the book was closed, and its plans with it. */
export function forgetFlow(): void {
  cancel();
  publish({ files: [] });
}

/** Empties the screen. */
export async function clearFiles(): Promise<void> {
  for (const file of [...flow.files].toReversed()) await removeFile(file.key);
}

/** Puts a changed plan in the place of the one before. Later files that count on it are planned again. */
export function planChanged(plan: PlanView): void {
  const file = flow.files.find(one => one.planned?.plans.some(own => own.plan === plan.plan));
  if (!file?.planned) return;
  const plans = file.planned.plans.map(own => (own.plan === plan.plan ? { ...plan, lines: own.lines } : own));
  change(file.key, { planned: { ...file.planned, plans } });
  const later = flow.files.find(one => one.planned?.plans.some(own => own.after.includes(plan.plan)));
  if (later) void replan(later.key);
}

const TRIES = 3;

/**
 * Commits the plans of a file. When its account has changed since, it is planned again; and committed when the new plan does the same,
 * as it does when only categories were found meanwhile. Else a person looks at it first.
 */
async function commitOne(key: number): Promise<boolean> {
  for (let tried = 0; tried < TRIES; tried++) {
    const file = flow.files.find(one => one.key === key);
    if (file?.state !== 'planned' || !file.planned) return false;
    change(key, { state: 'committing', error: null });
    const results: ImportedView[] = [];
    try {
      for (const plan of file.planned.plans) {
        results.push(await long(id => call('import.commit', { plan: plan.plan, categorise: false }, { id })));
      }
      change(key, { state: 'done', results });
      if (file.path) await call('file.discard', { path: file.path }).catch(() => undefined);
      return true;
    } catch (thrown) {
      const error = asApiError(thrown);
      change(key, { state: 'planned', error, results });
      if (error.code !== 'stale_plan') return false;
      await replan(key);
      if (effect(file) !== effect(flow.files.find(one => one.key === key))) return false;
    }
  }
  return false;
}

/** What a file's plans would do, in numbers. */
function effect(file: ImportFile | undefined): string {
  const plans = file?.planned?.plans ?? [];
  return JSON.stringify(
    plans.map(plan => [
      plan.account_id,
      plan.new,
      plan.known,
      plan.doubtful,
      plan.merged,
      plan.ignored,
      plan.sum,
    ]),
  );
}

/** Commits every plan, in order. Stops at the first that cannot be; what was committed stays and can be undone. */
export async function commitAll(): Promise<void> {
  stopAll = false;
  for (const { key, state } of flow.files) {
    if (state === 'planned' && (stopAll || !(await commitOne(key)))) break;
  }
  if (flow.files.some(file => file.results.length > 0)) void catchUp();
}
