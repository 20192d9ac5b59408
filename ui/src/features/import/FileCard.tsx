// One file: what it is, which account it belongs to, what it would do, and what is odd about it.
import { FileText, Table2, X } from 'lucide-react';
import { useState } from 'react';
import type { PlannedFile, PlanView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toastError } from '@/app/toasts';
import { formatDay } from '@/lib/dates';
import { formatMoney } from '@/lib/money';
import { Button, IconButton } from '@/parts/Button';
import { Select } from '@/parts/Choice';
import { TextInput } from '@/parts/Field';
import { m } from '@/messages';
import { Doubtful } from './Doubtful';
import { planChanged, removeFile, replan, type ImportFile } from './flow';
import css from './import.module.css';
import { kindOptions } from './kinds';
import { Lines } from './Lines';
import { MappingEditor } from './MappingEditor';
import { Oddities } from './Oddities';
import { Proof } from './Proof';
import { foundBy, refusal } from './words';

export function FileCard({ file }: { file: ImportFile }) {
  const [mapping, setMapping] = useState(false);
  const isCsv = file.planned?.format === 'csv';
  return (
    <section className={css.card} aria-label={file.name}>
      <header className={css.cardHead}>
        <FileText size={16} aria-hidden />
        <h2>{file.name}</h2>
        {file.planned && <span className={css.format}>{file.planned.format.toUpperCase()}</span>}
        <span className={css.grow} />
        {isCsv && (
          <Button size="small" icon={<Table2 size={14} aria-hidden />} onClick={() => setMapping(true)}>
            {m.import_mapping_open()}
          </Button>
        )}
        <IconButton
          label={m.import_remove({ file: file.name })}
          size="small"
          disabled={file.state === 'committing'}
          onClick={() => void removeFile(file.key)}
        >
          <X size={14} aria-hidden />
        </IconButton>
      </header>
      {file.state === 'waiting' || file.state === 'planning' ? (
        <p className={css.muted}>{m.import_reading()}</p>
      ) : null}
      {file.error && <Refused file={file} onMap={() => setMapping(true)} />}
      {file.planned && <Planned file={file} planned={file.planned} />}
      {mapping && file.path && (
        <MappingEditor
          path={file.path}
          layout={file.choices.layout}
          onClose={() => setMapping(false)}
          onUse={layout => {
            setMapping(false);
            void replan(file.key, { layout });
          }}
        />
      )}
    </section>
  );
}

function Refused({ file, onMap }: { file: ImportFile; onMap: () => void }) {
  if (!file.error) return null;
  const { title, remedy, canMap } = refusal(file.error);
  return (
    <div className={css.refused} role="alert">
      <strong>{title}</strong>
      <p>{remedy}</p>
      <div className={css.row}>
        {canMap && (
          <Button kind="primary" size="small" onClick={onMap}>
            {m.import_mapping_say()}
          </Button>
        )}
        {file.path && (
          <Button size="small" onClick={() => void replan(file.key)}>
            {m.parts_retry()}
          </Button>
        )}
      </div>
    </div>
  );
}

function Planned({ file, planned }: { file: ImportFile; planned: PlannedFile }) {
  return (
    <>
      {planned.imported_before && (
        <p className={css.note}>{m.import_before({ file: planned.imported_before.file })}</p>
      )}
      {planned.plans.map(plan => (
        <Plan key={plan.plan} plan={plan} file={file} only={planned.plans.length === 1} />
      ))}
      <Oddities
        title={m.import_rejected({ count: planned.rejected.length })}
        notices={planned.rejected}
        warn
      />
      <Oddities title={m.import_warnings({ count: planned.warnings.length })} notices={planned.warnings} />
    </>
  );
}

function Plan({ plan, file, only }: { plan: PlanView; file: ImportFile; only: boolean }) {
  return (
    <div className={css.plan}>
      <Account plan={plan} file={file} only={only} />
      {plan.period && (
        <p className={css.muted}>
          {m.import_period({ first: formatDay(plan.period[0]), last: formatDay(plan.period[1]) })}
        </p>
      )}
      <Proof plan={plan} />
      {plan.asked > 0 && <Doubtful plan={plan} />}
      <Lines plan={plan} />
    </div>
  );
}

function Account({ plan, file, only }: { plan: PlanView; file: ImportFile; only: boolean }) {
  const accounts = useAsk('account.list', {});
  const name = useAct('import.name_account');
  const [draft, setDraft] = useState(plan.account);
  const save = (next: { name?: string; kind?: string }) => {
    const wanted = { name: draft.trim(), kind: plan.account_kind, ...next };
    if (wanted.name === '' || (wanted.name === plan.account && wanted.kind === plan.account_kind)) return;
    name.mutate({ plan: plan.plan, ...wanted }, { onSuccess: planChanged, onError: toastError });
  };
  const options = (accounts.data?.items ?? [])
    .filter(account => !account.closed && account.balance.currency === plan.currency)
    .map(account => ({ value: account.id, label: account.name }));
  if (plan.account_is_new) options.unshift({ value: plan.account_id, label: m.import_account_new() });
  return (
    <div className={css.account}>
      {only && options.length > 1 ? (
        <Select
          label={m.import_account()}
          value={plan.account_id}
          options={options}
          onChange={account => void replan(file.key, { account })}
        />
      ) : (
        <strong>{plan.account_is_new ? m.import_account_new() : plan.account}</strong>
      )}
      {plan.account_is_new && (
        <>
          <TextInput
            aria-label={m.import_account_name()}
            value={draft}
            onChange={setDraft}
            onBlur={() => save({})}
            onKeyDown={event => event.key === 'Enter' && save({})}
          />
          <Select
            label={m.import_account_kind()}
            value={plan.account_kind}
            options={kindOptions()}
            onChange={kind => save({ kind })}
          />
        </>
      )}
      <span className={css.muted}>{foundBy(plan)}</span>
      <span className={css.grow} />
      <span className="number">{formatMoney(plan.sum, { plus: true })}</span>
    </div>
  );
}
