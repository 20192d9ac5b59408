// The rows of a list that is far too long to hold: blocks around what is in sight, fetched nearest first, the farthest forgotten.

/** Rows fetched at once. */
export const BLOCK = 200;

/** Blocks kept; the farthest from what is in sight go first. */
const KEPT = 50;

/** Fetches under way at once: a scrollbar that is dragged past a thousand blocks asks for few of them. */
const AT_ONCE = 2;

export interface Block<Row> {
  rows: readonly Row[];
  /** Rows of the whole list. */
  total: number;
}

export type FetchBlock<Row> = (offset: number, limit: number) => Promise<Block<Row>>;

/** What is known of the list; a new one after every arrival. */
export interface Snapshot<Row> {
  /** Rows of the whole list; null until the first answer. */
  total: number | null;
  row: (index: number) => Row | undefined;
  error: unknown;
}

interface Kept<Row> {
  rows: Row[];
  /** Fetched before the list changed: shown until the new ones come. */
  stale: boolean;
}

export class RowBlocks<Row> {
  readonly #fetch: FetchBlock<Row>;
  readonly #tell: () => void;
  #blocks = new Map<number, Kept<Row>>();
  #running = new Map<number, number>();
  #sight = { first: 0, last: BLOCK - 1 };
  #total: number | null = null;
  #error: unknown = null;
  #age = 0;
  #ended = false;
  snapshot: Snapshot<Row>;

  constructor(fetch: FetchBlock<Row>, tell: () => void) {
    this.#fetch = fetch;
    this.#tell = tell;
    this.snapshot = this.#look();
  }

  /** Tells which rows are in sight. */
  show(first: number, last: number): void {
    this.#sight = { first, last: Math.max(first, last) };
    this.#pump();
  }

  /** The list may have changed: what is in sight is fetched again, the rest when it comes into sight. */
  refresh(): void {
    this.#age++;
    this.#error = null;
    this.#blocks.forEach(kept => {
      kept.stale = true;
    });
    this.#pump();
  }

  /** Shows a row as it will be, before the core has answered. */
  patch(index: number, change: (row: Row) => Row): void {
    const kept = this.#blocks.get(Math.floor(index / BLOCK));
    const row = kept?.rows[index % BLOCK];
    if (!kept || row === undefined) return;
    kept.rows[index % BLOCK] = change(row);
    this.#publish();
  }

  end(): void {
    this.#ended = true;
  }

  #look(): Snapshot<Row> {
    return {
      total: this.#total,
      row: index => this.#blocks.get(Math.floor(index / BLOCK))?.rows[index % BLOCK],
      error: this.#error,
    };
  }

  #publish(): void {
    this.snapshot = this.#look();
    if (!this.#ended) this.#tell();
  }

  /** Blocks that should be here and are not, those in sight first. */
  #wanted(): number[] {
    const from = Math.floor(this.#sight.first / BLOCK);
    const to = Math.floor(this.#sight.last / BLOCK);
    const last = this.#total === null ? 0 : Math.floor(Math.max(0, this.#total - 1) / BLOCK);
    const order: number[] = [];
    for (let block = from; block <= to; block++) order.push(block);
    // One more on both sides: scrolling meets rows, not gaps.
    order.push(to + 1, from - 1);
    return order.filter(block => block >= 0 && block <= last && this.#blocks.get(block)?.stale !== false);
  }

  #pump(): void {
    if (this.#ended || this.#error !== null) return;
    const wanted = this.#wanted();
    // Without any answer the length of the list is unknown: its beginning tells it.
    if (this.#total === null && wanted.length === 0) wanted.push(0);
    for (const block of wanted) {
      if (this.#running.size >= AT_ONCE) return;
      if (this.#running.get(block) !== this.#age) void this.#load(block);
    }
  }

  async #load(block: number): Promise<void> {
    const age = this.#age;
    this.#running.set(block, age);
    try {
      const { rows, total } = await this.#fetch(block * BLOCK, BLOCK);
      if (age === this.#age) {
        this.#blocks.set(block, { rows: [...rows], stale: false });
        this.#total = total;
        this.#forget();
      }
    } catch (thrown) {
      if (age === this.#age) this.#error = thrown;
    }
    if (this.#running.get(block) === age) this.#running.delete(block);
    this.#publish();
    this.#pump();
  }

  #forget(): void {
    if (this.#blocks.size <= KEPT) return;
    const middle = (this.#sight.first + this.#sight.last) / 2 / BLOCK;
    const far = [...this.#blocks.keys()].toSorted((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    far.slice(0, this.#blocks.size - KEPT).forEach(block => this.#blocks.delete(block));
  }
}
