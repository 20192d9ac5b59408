// Everything that is known of one row, at the side.
import { useState } from 'react';
import type { RowView, TransactionView } from '@/api/generated';
import { useAsk } from '@/api/hooks';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Dialog } from '@/parts/Dialog';
import { DayText, Money } from '@/parts/Money';
import { ErrorState, SkeletonRows } from '@/parts/States';
import { fieldText } from '@/features/history/sentence';
import { HistoryLines } from '@/features/history/HistoryLines';
import { deleteRows, link, restoreRows, unlink } from './actions';
import css from './register.module.css';

export interface DetailsProps {
  id: string;
  onClose: () => void;
  onSplit: () => void;
  onSimilar: () => void;
}

export function Details({ id, onClose, onSplit, onSimilar }: DetailsProps) {
  const shown = useAsk('transaction.show', { id }, { keep: true });
  return (
    <Dialog
      open
      kind="drawer"
      onClose={onClose}
      title={shown.data ? (shown.data.row.payee ?? shown.data.row.description) : m.register_key_details()}
      about={shown.data && <Money amount={shown.data.row.amount} signed />}
    >
      {shown.isError && <ErrorState error={shown.error} onRetry={() => void shown.refetch()} />}
      {shown.isPending && <SkeletonRows rows={8} />}
      {shown.data && (
        <>
          <Actions row={shown.data.row} onSplit={onSplit} onSimilar={onSimilar} />
          <Facts shown={shown.data} />
          <Parts shown={shown.data} />
          <Transfer row={shown.data.row} />
          <Imports shown={shown.data} />
          <section className={css.section} aria-label={m.register_row_history()}>
            <h3>{m.register_row_history()}</h3>
            {shown.data.history.length === 0 ? (
              <p className={css.muted}>{m.register_row_history_none()}</p>
            ) : (
              <HistoryLines items={shown.data.history} />
            )}
          </section>
        </>
      )}
    </Dialog>
  );
}

function Actions({ row, onSplit, onSimilar }: { row: RowView; onSplit: () => void; onSimilar: () => void }) {
  return (
    <div className={css.actions}>
      <Button size="small" disabled={row.clearing === 'reconciled' || row.deleted} onClick={onSplit}>
        {m.register_key_split()}
      </Button>
      <Button size="small" onClick={onSimilar}>
        {m.register_key_similar()}
      </Button>
      {row.deleted ? (
        <Button size="small" onClick={() => void restoreRows({ id: [row.id] })}>
          {m.register_restore()}
        </Button>
      ) : (
        <Button size="small" kind="danger" onClick={() => void deleteRows({ id: [row.id] })}>
          {m.parts_delete()}
        </Button>
      )}
    </div>
  );
}

function Facts({ shown }: { shown: TransactionView }) {
  const { row, facts, suggestion } = shown;
  const lines: [string, React.ReactNode][] = [
    [m.register_column_date(), <DayText key="day" day={row.date} />],
    [m.register_column_account(), row.account],
    [m.register_column_category(), row.category],
    [
      m.register_suggestion(),
      suggestion && `${suggestion.category} · ${Math.round(suggestion.confidence / 10)}%`,
    ],
    [m.register_column_note(), row.note],
    [m.register_column_tags(), row.tags.join(', ')],
    [m.register_fact_text(), facts.description],
    [m.register_fact_payee(), facts.payee],
    [m.register_fact_memo(), facts.memo],
    [m.register_fact_date(), facts.date === row.date ? null : <DayText key="fact" day={facts.date} />],
    [m.register_fact_original(), facts.original && <Money amount={facts.original} />],
    [m.register_fact_instalment(), facts.instalment],
    [m.register_fact_check(), facts.check_number],
    [m.register_fact_bank_id(), facts.bank_id],
    [m.register_conflicts(), shown.conflicts.map(fieldText).join(', ')],
  ];
  return (
    <dl className={css.facts}>
      {lines
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Parts({ shown }: { shown: TransactionView }) {
  if (shown.parts.length === 0) return null;
  return (
    <section className={css.section} aria-label={m.register_parts()}>
      <h3>{m.register_parts()}</h3>
      {shown.parts.map((part, place) => (
        <div key={`${place} ${part.category_id ?? ''}`} className={css.line}>
          <span>
            {part.category ?? m.register_no_category()}{' '}
            {part.note && <span className={css.muted}>{part.note}</span>}
          </span>
          <Money amount={part.amount} />
        </div>
      ))}
    </section>
  );
}

function Transfer({ row }: { row: RowView }) {
  const [asked, setAsked] = useState(false);
  const partners = useAsk('transfer.suggest', { id: row.id }, { enabled: asked && row.transfer === null });
  const found = partners.data?.items ?? [];
  return (
    <section className={css.section} aria-label={m.register_transfer()}>
      <h3>{m.register_transfer()}</h3>
      {row.transfer ? (
        <div className={css.line}>
          <span>{row.transfer.account}</span>
          <Button size="small" onClick={() => void unlink(row.id)}>
            {m.register_unlink()}
          </Button>
        </div>
      ) : (
        <>
          {!asked && (
            <Button size="small" onClick={() => setAsked(true)}>
              {m.register_find_other_side()}
            </Button>
          )}
          {asked && partners.isSuccess && found.length === 0 && (
            <p className={css.muted}>{m.register_no_other_side()}</p>
          )}
          {found.map(pair => {
            const other = pair.out.id === row.id ? pair.into : pair.out;
            return (
              <div key={other.id} className={css.line}>
                <span>
                  <DayText day={other.date} /> {other.account}
                </span>
                <Button size="small" onClick={() => void link(pair.out.id, pair.into.id)}>
                  {m.register_link()}
                </Button>
              </div>
            );
          })}
        </>
      )}
    </section>
  );
}

function Imports({ shown }: { shown: TransactionView }) {
  if (shown.imports.length === 0) return null;
  return (
    <section className={css.section} aria-label={m.register_imports()}>
      <h3>{m.register_imports()}</h3>
      {shown.imports.map(one => (
        <div key={one.batch} className={css.line}>
          <span>
            {one.file} <span className={css.muted}>{one.line}</span>
          </span>
          <span className={css.muted}>
            {one.how === 'added'
              ? m.register_import_added()
              : one.how === 'merged'
                ? m.register_import_merged()
                : m.register_import_filled()}
          </span>
        </div>
      ))}
    </section>
  );
}
