// Rates from a file: what it would bring is shown before it is imported.
import { useState } from 'react';
import { call } from '@/api/client';
import { errorWords } from '@/app/errorWords';
import { asApiError, type ApiError } from '@/api/error';
import type { RatesImported } from '@/api/generated';
import { useAct } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import css from '@/features/organise/organise.module.css';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Dialog } from '@/parts/Dialog';
import { Field, TextArea } from '@/parts/Field';
import { DayText } from '@/parts/Money';
import { showRate } from './rate';

interface RateText {
  text: string;
  source: string | null;
}

export function ImportRates({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<RateText | null>(null);
  const [preview, setPreview] = useState<RatesImported | null>(null);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const run = useAct('rate.import_csv');
  const look = async (next: RateText) => {
    setFile(next);
    setPreview(null);
    setProblem(null);
    if (next.text.trim() === '') return;
    try {
      setPreview(await call('rate.import_csv', { ...next, dry_run: true }));
    } catch (thrown) {
      setProblem(asApiError(thrown));
    }
  };
  const count = preview ? preview.added + preview.changed : 0;
  return (
    <Dialog
      kind="wide"
      open
      onClose={onClose}
      title={m.currencies_import_title()}
      about={m.currencies_import_about()}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button
            kind="primary"
            disabled={count === 0 || run.isPending || !file}
            onClick={() =>
              file &&
              run.mutate(file, {
                onError: toastError,
                onSuccess: () => {
                  onClose();
                  toast({ text: m.currencies_imported({ count }) });
                },
              })
            }
          >
            {preview && count === 0 ? m.currencies_import_none() : m.currencies_import_do({ count })}
          </Button>
        </>
      }
    >
      <Field label={m.currencies_choose_file()}>
        {({ id }) => (
          <input
            id={id}
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            onChange={event => {
              const chosen = event.target.files?.[0];
              if (chosen) void chosen.text().then(text => look({ text, source: chosen.name }));
            }}
          />
        )}
      </Field>
      <Field label={m.currencies_paste()} problem={problem ? errorWords(problem).text : null}>
        {({ id, describedBy, invalid }) => (
          <TextArea
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            rows={5}
            placeholder="date,from,to,rate"
            onChange={text => void look({ text, source: null })}
          />
        )}
      </Field>
      {preview && <Preview preview={preview} />}
    </Dialog>
  );
}

function Preview({ preview }: { preview: RatesImported }) {
  return (
    <div className={css.stack}>
      <p aria-live="polite">
        {m.currencies_preview({
          added: preview.added,
          changed: preview.changed,
          same: preview.same,
          manual: preview.kept_manual,
          out: preview.left_out,
        })}
      </p>
      {preview.wrong > 0 && (
        <div className={css.note}>
          <p>{m.currencies_wrong({ count: preview.wrong })}</p>
          <ul>
            {preview.errors.slice(0, 8).map(error => (
              <li key={`${error.line} ${error.message}`}>
                {m.currencies_line({ line: error.line, message: error.message })}
              </li>
            ))}
          </ul>
        </div>
      )}
      {preview.rates.length > 0 && (
        // A scrolling region is reached and moved by the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className={css.scroll} tabIndex={0} aria-label={m.currencies_import_title()}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{m.currencies_day()}</th>
                <th scope="col">{m.currencies_pairs()}</th>
                <th scope="col" className={css.end}>
                  {m.currencies_rate()}
                </th>
              </tr>
            </thead>
            <tbody>
              {preview.rates.map(rate => (
                <tr key={`${rate.day} ${rate.from} ${rate.to}`}>
                  <td>
                    <DayText day={rate.day} />
                  </td>
                  <td>
                    {rate.from}/{rate.to}
                  </td>
                  <td className={css.end}>{showRate(rate.rate)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}
