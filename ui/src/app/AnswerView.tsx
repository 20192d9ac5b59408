// The answer of any query: lists as tables, the rest as names and values, amounts and days as people read them.
import type { AmountView } from '@/api/generated';
import { formatDay } from '@/lib/dates';
import { formatMoney } from '@/lib/money';
import { m } from '@/messages';
import { labelOf } from './fieldLabels';
import css from './shell.module.css';

const ROWS = 100;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAmount(value: unknown): value is AmountView {
  return isFields(value) && typeof value['minor'] === 'number' && typeof value['currency'] === 'string';
}

/** A value as text. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (isAmount(value)) return formatMoney(value);
  if (typeof value === 'boolean') return value ? m.shell_yes() : m.shell_no();
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(value) : value;
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (isFields(value)) return Object.values(value).map(textOf).join(' · ');
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

export function AnswerView({ value }: { value: unknown }) {
  if (!isFields(value)) return <p>{textOf(value)}</p>;
  const lists = Object.entries(value).filter(([, one]) => Array.isArray(one) && one.some(isFields));
  const plain = Object.entries(value).filter(([name]) => !lists.some(([list]) => list === name));
  const shown = plain.filter(([, one]) => !(Array.isArray(one) && one.length === 0));
  if (lists.length === 0 && shown.length === 0) return <p>{m.shell_empty_answer()}</p>;
  return (
    <div className={css.answer}>
      {shown.length > 0 && (
        <dl className={css.answerFields}>
          {shown.map(([name, one]) => (
            <div key={name}>
              <dt>{labelOf(name)}</dt>
              <dd>{textOf(one)}</dd>
            </div>
          ))}
        </dl>
      )}
      {lists.map(([name, rows]) => (
        <AnswerTable key={name} title={labelOf(name)} rows={(rows as unknown[]).filter(isFields)} />
      ))}
    </div>
  );
}

function AnswerTable({ title, rows }: { title: string; rows: readonly Fields[] }) {
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))].filter(name => name !== 'id');
  const numeric = (name: string) =>
    rows.some(row => isAmount(row[name]) || typeof row[name] === 'number') &&
    rows.every(row => row[name] == null || isAmount(row[name]) || typeof row[name] === 'number');
  return (
    <div className={css.answerTable}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            {names.map(name => (
              <th key={name} scope="col" data-numeric={numeric(name)}>
                {labelOf(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, ROWS).map((row, place) => (
            // Answers have no keys of their own and never move.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={place}>
              {names.map(name => (
                <td key={name} data-numeric={numeric(name)}>
                  {textOf(row[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > ROWS && <p>{m.shell_more_rows({ count: rows.length - ROWS })}</p>}
    </div>
  );
}
