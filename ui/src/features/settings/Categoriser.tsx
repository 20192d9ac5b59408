// The categoriser: its model and threshold, and how it does on the rows this person categorised.
import { useState } from 'react';
import type { NoModel, OwnEvaluation } from '@/api/generated';
import { useAsk, useLongCall } from '@/api/hooks';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Select } from '@/parts/Choice';
import { Field } from '@/parts/Field';
import { ProgressBar } from '@/parts/Progress';
import { Card, ErrorState, Skeleton } from '@/parts/States';
import { NumberSetting } from './NumberSetting';
import css from './settings.module.css';
import { shareText } from './sizes';
import { useSetting } from './useSetting';

export function Categoriser() {
  const status = useAsk('categorizer.status', {});
  const [model, setModel] = useSetting('categorizer.model');
  const known = model === undefined || model === 'minilm' || model === 'none';
  return (
    <>
      <Card title={m.settings_categoriser()}>
        <p className={css.about}>{m.settings_categoriser_about()}</p>
        <div className={css.grid}>
          <Field label={m.settings_model()}>
            {({ id }) => (
              <Select
                id={id}
                value={model ?? 'minilm'}
                options={[
                  { value: 'minilm', label: m.settings_model_shipped() },
                  { value: 'none', label: m.settings_model_none() },
                  ...(known ? [] : [{ value: model, label: model }]),
                ]}
                onChange={setModel}
              />
            )}
          </Field>
          <NumberSetting
            name="categorizer.threshold"
            label={m.settings_threshold()}
            hint={m.settings_threshold_hint()}
          />
        </div>
        {status.isError ? (
          <ErrorState error={status.error} onRetry={() => void status.refetch()} />
        ) : !status.data ? (
          <Skeleton height={48} />
        ) : (
          <>
            <dl className={css.figures}>
              <Figure name={m.settings_model_in_use()} value={status.data.model ?? m.settings_model_none()} />
              <Figure name={m.settings_labels()} value={status.data.labels} />
              <Figure name={m.settings_feedback()} value={status.data.feedback} />
            </dl>
            {status.data.why_none && <WhyNone why={status.data.why_none} problem={status.data.problem} />}
          </>
        )}
      </Card>
      <Evaluate />
    </>
  );
}

/** Why there is no model. What the engine said is in its own words, for whoever looks into it. */
function WhyNone({ why, problem }: { why: NoModel; problem: string | null }) {
  switch (why) {
    // Chosen just above: nothing to warn of.
    case 'switched_off':
      return null;
    case 'no_folder':
      return <p className={css.warn}>{m.settings_model_no_folder()}</p>;
    case 'not_loaded':
      return (
        <p className={css.warn} title={problem ?? undefined}>
          {m.settings_model_missing()}
        </p>
      );
  }
}

function Figure({ name, value }: { name: string; value: string | number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Evaluate() {
  const evaluate = useLongCall('categorizer.evaluate');
  const [result, setResult] = useState<OwnEvaluation | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const run = async () => {
    setProblem(null);
    try {
      setResult(await evaluate.run({}));
    } catch (thrown) {
      setProblem(thrown);
    }
  };
  return (
    <Card title={m.settings_evaluate()}>
      <p className={css.about}>{m.settings_evaluate_about()}</p>
      {evaluate.running ? (
        <ProgressBar progress={evaluate.progress} />
      ) : (
        <div className={css.row}>
          <Button kind="primary" onClick={() => void run()}>
            {m.settings_evaluate_run()}
          </Button>
        </div>
      )}
      {problem !== null && <ErrorState error={problem} />}
      {result && (
        <output>
          <dl className={css.figures}>
            <Figure name={m.settings_evaluate_rows()} value={result.rows} />
            <Figure name={m.settings_evaluate_accuracy()} value={shareText(result.accuracy)} />
            <Figure name={m.settings_evaluate_known()} value={shareText(result.accuracy_known)} />
            <Figure name={m.settings_evaluate_new()} value={shareText(result.accuracy_new)} />
            <Figure name={m.settings_evaluate_coverage()} value={shareText(result.coverage_at_95)} />
            <Figure name={m.settings_evaluate_calibration()} value={shareText(result.calibration_error)} />
          </dl>
        </output>
      )}
    </Card>
  );
}
