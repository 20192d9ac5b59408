// The register: all rows or one account's, found by a query, edited in place.
import { FileInput, Plus, SearchX } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { call } from '@/api/client';
import type { RowView } from '@/api/generated';
import { useAsk } from '@/api/hooks';
import { go, useAddress } from '@/app/address';
import { undo } from '@/app/Shell';
import { useShortcuts, type Shortcut } from '@/app/shortcuts';
import { toast, toastError } from '@/app/toasts';
import { ForWriters } from '@/features/sync/ForWriters';
import { getLocale, m } from '@/messages';
import { Button } from '@/parts/Button';
import { DataTable } from '@/parts/DataTable';
import { Money } from '@/parts/Money';
import { EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/parts/States';
import { useSelection } from '@/parts/useSelection';
import { deleteRows, editRow, restoreRows } from './actions';
import { AddRow } from './AddRow';
import { BulkDialog } from './BulkDialog';
import { makeColumns } from './columns';
import { Details } from './Details';
import type { Editable } from './editing';
import { GoToDate } from './GoToDate';
import { QueryField } from './QueryField';
import { askedQuery, nextSort, shownColumns, type ColumnId } from './query';
import css from './register.module.css';
import { Splits } from './Splits';
import { Transfers } from './Transfers';
import { idsBut, useFetchIds, useRegister, useSummary } from './useRegister';
import { ViewsMenu } from './Views';

type Panel = 'add' | 'bulk' | 'date' | 'details' | 'split' | 'transfers' | null;

export default function Register() {
  const { params } = useAddress();
  const account = params['account'];
  const typed = params['q'] ?? '';
  const sort = params['sort'] ?? '-date';
  const query = askedQuery(account, typed);
  const rows = useRegister(query, sort);
  const summary = useSummary(query);
  const accounts = useAsk('account.list', {});
  const frame = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [current, setCurrent] = useState(0);
  const [begin, setBegin] = useState<{ index: number; column: string } | null>(null);
  const [panel, setPanel] = useState<Panel>(null);
  const total = rows.total ?? 0;
  const rowAt = rows.row;
  const keyAt = useCallback((index: number) => rowAt(index)?.id, [rowAt]);
  const fetchKeys = useFetchIds(query, sort);
  const selection = useSelection({ total, keyAt, fetchKeys }, query);
  const row = rows.row(Math.min(current, Math.max(0, total - 1)));
  const shown = useMemo(() => shownColumns(params['cols'], account !== undefined), [params, account]);

  const visit = useCallback(
    (change: Record<string, string | null>, replace = false) =>
      go('register', { ...params, ...change }, { replace }),
    [params],
  );
  const onQuery = useCallback((next: string) => visit({ q: next, row: null }, true), [visit]);
  const wanted = useRef(true);
  const focusTable = useCallback(() => {
    const grid = wanted.current ? frame.current?.querySelector<HTMLElement>('[role="grid"]') : null;
    if (!grid) return;
    wanted.current = false;
    grid.focus();
  }, []);
  // The rows may still be on their way: then the table takes the focus when it is there.
  const toTable = useCallback(() => {
    wanted.current = true;
    requestAnimationFrame(focusTable);
  }, [focusTable]);
  useEffect(() => {
    setCurrent(0);
    setBegin(null);
  }, [query, sort]);
  const ready = rows.total !== null;
  useEffect(() => {
    if (ready && total > 0) focusTable();
  }, [ready, total, focusTable]);
  useLocate(params['row'], query, sort, setCurrent);

  const edit = (name: Editable) => setBegin({ index: current, column: name });
  const columns = useMemo(
    () => makeColumns(shown, sort, by => visit({ sort: nextSort(sort, by) }, true)),
    [shown, sort, visit],
  );

  const selected = async (): Promise<{ id?: string[]; query?: string }> => {
    if (selection.everything) {
      return selection.keys.size === 0 ? { query } : { id: await idsBut(query, selection.keys) };
    }
    if (selection.count > 0) return { id: [...selection.keys] };
    return row ? { id: [row.id] } : { id: [] };
  };
  const remove = async () => {
    const which = await selected();
    await (row?.deleted ? restoreRows(which) : deleteRows(which));
    selection.clear();
  };
  const onRow = (run: (target: RowView) => void) => () => {
    if (row) run(row);
  };
  const similar = async (target: RowView) => {
    try {
      const found = await call('transaction.similar', { id: target.id, limit: 1 });
      const parsed = await call('register.parse', { query: found.query, language: getLocale() });
      visit({ q: parsed.text, account: null, row: null });
    } catch (thrown) {
      toastError(thrown);
    }
  };
  const scope = m.register_title();
  const shortcuts: Shortcut[] = [
    { keys: '/', label: m.register_key_query(), scope, run: () => field.current?.focus() },
    { keys: 'c', label: m.register_key_category(), scope, run: () => edit('category') },
    { keys: 'p', label: m.register_key_payee(), scope, run: () => edit('payee') },
    { keys: 'd', label: m.register_key_date(), scope, run: () => edit('date') },
    { keys: 'n', label: m.register_key_note(), scope, run: () => edit('note') },
    { keys: 'a', label: m.register_key_amount(), scope, run: () => edit('amount') },
    { keys: 's', label: m.register_key_split(), scope, run: onRow(() => setPanel('split')) },
    { keys: 'o', label: m.register_key_details(), scope, run: onRow(() => setPanel('details')) },
    { keys: 'f', label: m.register_key_similar(), scope, run: onRow(target => void similar(target)) },
    { keys: 'y', label: m.register_key_cleared(), scope, run: onRow(target => void toggleCleared(target)) },
    { keys: 'e', label: m.register_key_bulk(), scope, run: () => setPanel('bulk') },
    { keys: 'shift+n', label: m.register_key_add(), scope, run: () => setPanel('add') },
    { keys: 'shift+d', label: m.register_key_go_date(), scope, run: () => setPanel('date') },
    { keys: 'delete', label: m.register_key_delete(), scope, run: () => void remove() },
    { keys: 'u', label: m.shell_undo(), scope, run: () => void undo() },
    { keys: 'escape', label: m.register_key_clear(), scope, run: selection.clear },
  ];
  // A dialog has the keys for itself.
  useShortcuts(panel === null ? shortcuts : []);

  const one = accounts.data?.items.find(item => item.id === account);
  const title = account ? (one?.name ?? '') : m.register_title();
  const empty = ready && total === 0;
  return (
    <div className={css.screen}>
      <PageHeader title={title} about={<About count={summary.data?.count} sums={summary.data?.sums ?? []} />}>
        <ViewsMenu
          query={typed}
          sort={params['sort'] ?? ''}
          columns={params['cols'] ?? ''}
          shown={shown}
          onColumns={(next: ColumnId[]) => visit({ cols: next.join(',') }, true)}
          onOpen={view =>
            visit({ q: view.query, sort: view.sort, cols: view.columns.join(','), account: null })
          }
        />
        <ForWriters>
          <Button onClick={() => setPanel('transfers')}>{m.register_transfers()}</Button>
          <Button kind="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setPanel('add')}>
            {m.register_add()}
          </Button>
        </ForWriters>
      </PageHeader>
      <div className={css.bar}>
        <QueryField query={typed} onQuery={onQuery} inputRef={field} onLeave={toTable} />
      </div>
      {rows.error ? <ErrorState error={rows.error} onRetry={rows.retry} /> : null}
      {!ready && !rows.error ? <SkeletonRows rows={14} /> : null}
      {empty && <Nothing filtered={typed !== ''} onClear={() => onQuery('')} onAdd={() => setPanel('add')} />}
      {ready && total > 0 && (
        <div className={css.table} ref={frame}>
          <DataTable
            label={title}
            columns={columns}
            total={total}
            row={rows.row}
            onShow={rows.show}
            rowKey={item => item.id}
            current={Math.min(current, total - 1)}
            onCurrent={setCurrent}
            onOpen={() => edit('payee')}
            begin={begin}
            remember="register"
            selection={selection}
          />
        </div>
      )}
      {selection.count > 0 && (
        <section className={css.selected} aria-label={m.register_selected({ count: selection.count })}>
          <span>{m.register_selected({ count: selection.count })}</span>
          <Button size="small" onClick={() => setPanel('bulk')}>
            {m.register_edit_selected()}
          </Button>
          <Button size="small" kind="danger" onClick={() => void remove()}>
            {row?.deleted ? m.register_restore() : m.parts_delete()}
          </Button>
          <Button size="small" kind="quiet" onClick={selection.clear}>
            {m.register_clear_selection()}
          </Button>
        </section>
      )}
      {panel === 'add' && <AddRow account={account} onClose={close} />}
      {panel === 'date' && <GoToDate query={query} sort={sort} onGo={setCurrent} onClose={close} />}
      {panel === 'bulk' && (
        <BulkDialog rows={selected} listKey={query} onClose={close} onDone={selection.clear} />
      )}
      {panel === 'details' && row && (
        <Details
          id={row.id}
          onClose={close}
          onSplit={() => setPanel('split')}
          onSimilar={() => void similar(row)}
        />
      )}
      {panel === 'split' && row && <Splits id={row.id} onClose={close} />}
      {panel === 'transfers' && <Transfers onClose={close} />}
    </div>
  );

  function close() {
    setPanel(null);
    toTable();
  }
}

/** Goes to the row the address names, once for each list. */
function useLocate(
  id: string | undefined,
  query: string,
  sort: string,
  onFound: (index: number) => void,
): void {
  const found = useAsk('register.locate', { query, sort, id: id ?? null }, { enabled: id !== undefined });
  const offset = id !== undefined && found.data?.listed ? found.data.offset : null;
  useEffect(() => {
    if (offset !== null) onFound(offset);
  }, [offset, onFound]);
}

async function toggleCleared(row: RowView): Promise<void> {
  if (row.clearing === 'reconciled') toast({ text: m.register_locked() });
  else await editRow(row.id, { clearing: row.clearing === 'cleared' ? 'uncleared' : 'cleared' });
}

function About({
  count,
  sums,
}: {
  count: number | undefined;
  sums: readonly { minor: number; currency: string }[];
}) {
  if (count === undefined) return <>&nbsp;</>;
  return (
    <>
      {m.register_count({ count })}
      {sums.map(sum => (
        <span key={sum.currency}>
          {' · '}
          <Money amount={sum} />
        </span>
      ))}
    </>
  );
}

function Nothing({
  filtered,
  onClear,
  onAdd,
}: {
  filtered: boolean;
  onClear: () => void;
  onAdd: () => void;
}) {
  if (filtered) {
    return (
      <EmptyState
        icon={SearchX}
        title={m.register_none_found()}
        action={<Button onClick={onClear}>{m.register_show_all()}</Button>}
      >
        {m.register_none_found_about()}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={FileInput}
      title={m.register_none()}
      action={
        <>
          <Button kind="primary" onClick={() => go('import')}>
            {m.register_import()}
          </Button>
          <Button onClick={onAdd}>{m.register_add()}</Button>
        </>
      }
    >
      {m.register_none_about()}
    </EmptyState>
  );
}
