// Review: what the machine suggests, gone through with the keyboard. Enter accepts, digits pick, c corrects, r makes a rule, i ignores.
import { CircleCheckBig, SearchX, Upload } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReviewItem, Verdict } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { go } from '@/app/address';
import { toast, toastError } from '@/app/toasts';
import { useShortcuts } from '@/app/shortcuts';
import { undo } from '@/app/undo';
import { catchUp, learnSoon, useSuggesting } from '@/features/import/suggesting';
import { fold } from '@/lib/text';
import { Button } from '@/parts/Button';
import { DataTable, type Column } from '@/parts/DataTable';
import { TextInput } from '@/parts/Field';
import { DayText, Money } from '@/parts/Money';
import { EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/parts/States';
import { chosenOf, useSelection } from '@/parts/useSelection';
import { m } from '@/messages';
import { AcceptAbove } from './AcceptAbove';
import { Confidence } from './Confidence';
import css from './review.module.css';
import { RuleDialog } from './RuleDialog';
import { Threshold } from './Threshold';
import { WhyPanel } from './WhyPanel';

const SHOWN = 300;

type Open = 'correct' | 'rule' | 'above' | 'threshold' | null;

export default function Review() {
  const list = useAsk('suggestion.list', { limit: SHOWN }, { keep: true });
  const suggesting = useSuggesting();
  useEffect(() => void catchUp(), []);
  return (
    <div className={css.screen}>
      {list.isError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <SkeletonRows rows={12} />
      ) : list.data.items.length === 0 ? (
        <Nothing busy={suggesting.running} />
      ) : (
        <Queue items={list.data.items} />
      )}
    </div>
  );
}

function Nothing({ busy }: { busy: boolean }) {
  const book = useAsk('book.show', {});
  const empty = book.data?.transactions === 0;
  return (
    <>
      <PageHeader title={m.review_title()} />
      <EmptyState
        icon={empty ? Upload : CircleCheckBig}
        title={busy ? m.review_finding() : empty ? m.review_empty_book() : m.review_empty()}
        action={
          <Button kind="primary" onClick={() => go(empty ? 'import' : 'register')}>
            {empty ? m.review_go_import() : m.review_go_register()}
          </Button>
        }
      >
        {empty ? m.review_empty_book_text() : m.review_empty_text()}
      </EmptyState>
    </>
  );
}

function Queue({ items: all }: { items: readonly ReviewItem[] }) {
  const [wanted, setWanted] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const items = useMemo(() => found(all, wanted), [all, wanted]);
  const effect = useAsk('suggestion.threshold_effect', {}, { keep: true });
  const suggesting = useSuggesting();
  const [place, setAt] = useCursor(items);
  const [open, setOpen] = useState<Open>(null);
  const review = useAct('suggestion.review_many');
  const keyAt = useCallback((index: number) => items[index]?.row.id, [items]);
  const selection = useSelection({ total: items.length, keyAt }, 'review');
  const grid = useRef<HTMLDivElement>(null);
  const item = items[place];
  const rows = useMemo(() => {
    const chosen = chosenOf(items, one => one.row.id, selection);
    return chosen.length > 0 ? chosen : item ? [item] : [];
  }, [item, items, selection]);
  const focusGrid = useCallback(() => grid.current?.querySelector<HTMLElement>('[role="grid"]')?.focus(), []);
  useEffect(focusGrid, [focusGrid]);
  const close = () => {
    setOpen(null);
    globalThis.setTimeout(focusGrid);
  };
  // The list may have to come back before it takes the focus.
  const showAll = () => {
    setWanted('');
    globalThis.setTimeout(focusGrid);
  };
  const say = (verdict: Verdict, category?: string, name?: string) => {
    if (rows.length === 0 || review.isPending) return;
    const ids = rows.map(one => one.row.id);
    review.mutate(
      { ids, verdict, ...(category ? { category } : {}) },
      {
        onSuccess: ({ changed }) => {
          selection.clear();
          learnSoon();
          toast({
            key: 'review',
            text: said(verdict, changed, name ?? item?.category ?? ''),
            action: { label: m.shell_undo(), run: () => void undo() },
          });
        },
        onError: toastError,
      },
    );
  };
  const frequent = useFrequent(all);
  useShortcuts([
    { keys: '/', label: m.review_find(), scope: m.review_title(), run: () => field.current?.focus() },
    { keys: 'c', label: m.review_correct(), scope: m.review_title(), run: () => setOpen('correct') },
    { keys: 'r', label: m.review_rule(), scope: m.review_title(), run: () => setOpen('rule') },
    { keys: 'i', label: m.review_ignore(), scope: m.review_title(), run: () => say('ignore') },
    { keys: 'a', label: m.review_above(), scope: m.review_title(), run: () => setOpen('above') },
    { keys: 't', label: m.review_threshold(), scope: m.review_title(), run: () => setOpen('threshold') },
    ...frequent.map((category, index) => ({
      keys: String(index + 1),
      label: m.review_pick({ category: category.name }),
      scope: m.review_title(),
      run: () => say('correct', category.id, category.name),
    })),
  ]);
  const waiting = effect.data?.waiting ?? all.length;
  return (
    <>
      <PageHeader
        title={m.review_title()}
        about={
          suggesting.running && suggesting.total > 0
            ? m.review_progress({ done: suggesting.done, total: suggesting.total })
            : m.review_waiting({ count: waiting })
        }
      >
        <TextInput
          ref={field}
          className={css.find}
          type="search"
          aria-label={m.review_find()}
          placeholder={m.review_find()}
          value={wanted}
          onChange={setWanted}
          onKeyDown={event => {
            if (event.key !== 'Enter' && event.key !== 'Escape') return;
            event.preventDefault();
            if (event.key === 'Escape') showAll();
            else focusGrid();
          }}
        />
        <Button kind="quiet" onClick={() => setOpen('threshold')}>
          {m.review_threshold()}
        </Button>
        <Button onClick={() => setOpen('above')}>{m.review_above()}</Button>
      </PageHeader>
      <div className={css.split}>
        <div className={css.list} ref={grid}>
          {items.length === 0 && (
            <EmptyState
              icon={SearchX}
              title={m.review_find_none()}
              action={<Button onClick={showAll}>{m.review_find_all()}</Button>}
            />
          )}
          {items.length > 0 && (
            <DataTable
              label={m.review_list()}
              total={items.length}
              row={index => items[index]}
              rowKey={one => one.row.id}
              current={place}
              onCurrent={setAt}
              onOpen={() => say('accept')}
              selection={selection}
              onKey={event =>
                event.key === 'a' && !event.ctrlKey && !event.metaKey && (setOpen('above'), true)
              }
              columns={columns()}
              rowHeight={38}
            />
          )}
        </div>
        {item && (
          <WhyPanel
            item={item}
            count={rows.length}
            frequent={frequent}
            correcting={open === 'correct'}
            onCorrecting={correcting => (correcting ? setOpen('correct') : close())}
            onSay={say}
            onRule={() => setOpen('rule')}
          />
        )}
      </div>
      {open === 'rule' && item && <RuleDialog item={item} onClose={close} />}
      {open === 'above' && <AcceptAbove effect={effect.data} onClose={close} />}
      {open === 'threshold' && <Threshold effect={effect.data} onClose={close} />}
    </>
  );
}

/** The rows whose text, account or category contains every word. */
function found(items: readonly ReviewItem[], wanted: string): readonly ReviewItem[] {
  const words = fold(wanted).split(' ');
  if (words[0] === '') return items;
  return items.filter(({ row, category }) => {
    const text = fold(`${row.payee ?? ''} ${row.description} ${row.account} ${category}`);
    return words.every(word => text.includes(word));
  });
}

/** Where the cursor stands. It stays on its row when the queue is sorted anew, and takes the next one when its row is answered. */
function useCursor(items: readonly ReviewItem[]): [number, (index: number) => void] {
  const [at, setAt] = useState({ index: 0, id: items[0]?.row.id });
  const found = items.findIndex(one => one.row.id === at.id);
  const place = found === -1 ? Math.max(0, Math.min(at.index, items.length - 1)) : found;
  const id = items[place]?.row.id;
  useEffect(() => setAt({ index: place, id }), [place, id]);
  const move = useCallback((index: number) => setAt({ index, id: items[index]?.row.id }), [items]);
  return [place, move];
}

function said(verdict: Verdict, count: number, category: string): string {
  if (verdict === 'ignore') return m.review_said_ignored({ count });
  return verdict === 'accept'
    ? m.review_said_accepted({ count })
    : m.review_said_corrected({ count, category });
}

/** The categories digits stand for: the commonest of the queue, then the first of the list. They stay while the screen is shown. */
function useFrequent(items: readonly ReviewItem[]): readonly { id: string; name: string }[] {
  const categories = useAsk('category.list', {});
  const kept = useRef<readonly { id: string; name: string }[]>([]);
  if (kept.current.length === 0 && categories.data) {
    const counts = new Map<string, number>();
    for (const item of items) counts.set(item.category_id, (counts.get(item.category_id) ?? 0) + 1);
    kept.current = categories.data.items
      .filter(one => !one.archived)
      .toSorted((one, other) => (counts.get(other.id) ?? 0) - (counts.get(one.id) ?? 0))
      .slice(0, 9);
  }
  return kept.current;
}

function columns(): Column<ReviewItem>[] {
  return [
    { id: 'date', title: m.review_col_date(), width: '104px', cell: one => <DayText day={one.row.date} /> },
    {
      id: 'text',
      title: m.review_col_text(),
      width: 'minmax(150px, 2fr)',
      cell: one => <span title={one.row.description}>{one.row.payee ?? one.row.description}</span>,
    },
    {
      id: 'amount',
      title: m.review_col_amount(),
      width: '116px',
      align: 'end',
      cell: one => <Money amount={one.row.amount} signed />,
    },
    {
      id: 'category',
      title: m.review_col_category(),
      width: 'minmax(120px, 1.2fr)',
      cell: one => <strong className={css.category}>{one.category}</strong>,
    },
    {
      id: 'sure',
      title: m.review_col_sure(),
      width: '92px',
      cell: one => <Confidence permille={one.confidence} />,
    },
  ];
}
