// How a CSV file is read: the file as it stands above, what comes out below, following every change.
import { useState } from 'react';
import type { ColumnRole, CsvPreview, MappingView, MappingViewInput } from '@/api/generated';
import { useAsk } from '@/api/hooks';
import { Button } from '@/parts/Button';
import { Checkbox, Select } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Field } from '@/parts/Field';
import { DayText, Money } from '@/parts/Money';
import { ErrorState, SkeletonRows } from '@/parts/States';
import { m } from '@/messages';
import css from './import.module.css';
import { because, dateOptions, delimiterOptions, markOptions, roleOptions, signOptions } from './mapping';
import { reading } from './words';

export interface MappingEditorProps {
  path: string;
  layout: MappingViewInput | undefined;
  onUse: (layout: MappingViewInput) => void;
  onClose: () => void;
}

export function MappingEditor({ path, layout, onUse, onClose }: MappingEditorProps) {
  const [said, setSaid] = useState<MappingViewInput | undefined>(layout);
  const [anew, setAnew] = useState(false);
  const input = said ? { path, layout: said } : { path, anew };
  const preview = useAsk('import.preview_csv', input, { keep: true });
  const data = preview.data;
  return (
    <Dialog
      open
      onClose={onClose}
      kind="wide"
      title={m.import_mapping_title()}
      about={data && from(data)}
      footer={
        <>
          <Button
            kind="quiet"
            onClick={() => {
              setSaid(undefined);
              setAnew(true);
            }}
          >
            {m.import_mapping_anew()}
          </Button>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button
            kind="primary"
            disabled={!data?.result || data.result.count === 0}
            onClick={() => data && onUse(data.mapping)}
          >
            {m.import_mapping_use({ count: data?.result?.count ?? 0 })}
          </Button>
        </>
      }
    >
      {preview.isError && <ErrorState error={preview.error} />}
      {!data && !preview.isError && <SkeletonRows rows={10} />}
      {data && (
        <>
          <Formats data={data} onChange={part => setSaid({ ...data.mapping, ...part })} />
          <Written data={data} onChange={part => setSaid({ ...data.mapping, ...part })} />
          <Result data={data} />
        </>
      )}
    </Dialog>
  );
}

function from(data: CsvPreview): string {
  if (data.mapping_from === 'remembered') {
    return data.mapping_name
      ? m.import_mapping_from_named({ name: data.mapping_name })
      : m.import_mapping_from_remembered();
  }
  return data.mapping_from === 'given' ? m.import_mapping_from_given() : m.import_mapping_from_inferred();
}

type Change = (part: Partial<MappingView>) => void;

function Formats({ data, onChange }: { data: CsvPreview; onChange: Change }) {
  const { mapping } = data;
  return (
    <div className={css.formats}>
      <Field label={m.import_mapping_dates()} hint={because(data.dates_because)}>
        {({ id }) => (
          <Select
            id={id}
            value={mapping.dates}
            options={dateOptions()}
            onChange={dates => onChange({ dates: dates as MappingView['dates'] })}
          />
        )}
      </Field>
      <Field label={m.import_mapping_sign()} hint={because(data.sign_because)}>
        {({ id }) => (
          <Select
            id={id}
            value={mapping.sign}
            options={signOptions()}
            onChange={sign => onChange({ sign: sign as MappingView['sign'] })}
          />
        )}
      </Field>
      <Field label={m.import_mapping_mark()}>
        {({ id }) => (
          <Select
            id={id}
            value={mapping.decimal_mark ?? 'none'}
            options={markOptions()}
            onChange={mark =>
              onChange({ decimal_mark: mark === 'none' ? null : (mark as MappingView['decimal_mark']) })
            }
          />
        )}
      </Field>
      <Field label={m.import_mapping_delimiter()}>
        {({ id }) => (
          <Select
            id={id}
            value={mapping.delimiter}
            options={delimiterOptions()}
            onChange={delimiter => onChange({ delimiter })}
          />
        )}
      </Field>
      <Checkbox
        label={m.import_mapping_header()}
        checked={mapping.header}
        onChange={header => onChange({ header })}
      />
    </div>
  );
}

function Written({ data, onChange }: { data: CsvPreview; onChange: Change }) {
  const set = (at: number, role: ColumnRole) =>
    onChange({ columns: data.mapping.columns.map((own, place) => (place === at ? role : own)) });
  return (
    // Wide tables scroll; the keyboard must be able to scroll them too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={css.scroll} tabIndex={0} role="region" aria-label={m.import_mapping_written()}>
      <table className={css.csv}>
        <caption>{m.import_mapping_written()}</caption>
        <thead>
          <tr>
            {data.columns.map((column, at) => (
              // Columns have no identity but their place.
              // oxlint-disable-next-line react/no-array-index-key
              <th key={at} scope="col">
                <Select
                  label={m.import_mapping_column({ name: column.name ?? String(at + 1) })}
                  value={column.role}
                  options={roleOptions()}
                  onChange={role => set(at, role as ColumnRole)}
                />
                <span>{column.name}</span>
                {column.role !== 'ignore' && <span className={css.muted}>{because(column.because)}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.slice(0, 6).map(row => (
            <tr key={row.line}>
              {row.cells.map((cell, at) => (
                // oxlint-disable-next-line react/no-array-index-key
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Result({ data }: { data: CsvPreview }) {
  const { result, problem } = data;
  if (!result)
    return (
      <div className={css.refused} role="alert">
        <strong>{m.import_mapping_open_question()}</strong>
        <p>{problem && (reading(problem.code, problem.message)?.title ?? problem.message)}</p>
      </div>
    );
  return (
    <div aria-live="polite">
      <div className={css.row}>
        <strong>{m.import_mapping_result({ count: result.count })}</strong>
        <Money amount={result.money_in} signed />
        <Money amount={result.money_out} />
        {result.rejected > 0 && (
          <span className={css.badge} data-tone="warn">
            {m.import_rejected({ count: result.rejected })}
          </span>
        )}
      </div>
      <table className={css.csv}>
        <caption className="visually-hidden">{m.import_mapping_read()}</caption>
        <thead>
          <tr>
            <th scope="col">{m.import_col_date()}</th>
            <th scope="col">{m.import_col_text()}</th>
            <th scope="col" className={css.end}>
              {m.import_col_amount()}
            </th>
          </tr>
        </thead>
        <tbody>
          {result.lines.slice(0, 6).map(line => (
            <tr key={line.line}>
              <td>
                <DayText day={line.date} />
              </td>
              <td>{line.description}</td>
              <td className={css.end}>
                <Money amount={line.amount} signed />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
