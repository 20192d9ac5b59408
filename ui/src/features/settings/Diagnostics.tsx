// Is the book sound? And a report to copy that says nothing of anybody's money.
import { useState } from 'react';
import type { Health } from '@/api/generated';
import { useAsk, useLongCall } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { ProgressBar } from '@/parts/Progress';
import { Card, ErrorState, Skeleton } from '@/parts/States';
import css from './settings.module.css';

export function Diagnostics() {
  return (
    <>
      <Check />
      <Report />
    </>
  );
}

function Check() {
  const check = useLongCall('diagnostics.check');
  const [health, setHealth] = useState<Health | null>(null);
  const run = async (repair: boolean) => {
    try {
      setHealth(await check.run({ repair }));
    } catch (thrown) {
      toastError(thrown);
    }
  };
  return (
    <Card title={m.settings_check()}>
      <p className={css.about}>{m.settings_check_about()}</p>
      {check.running ? (
        <ProgressBar progress={check.progress} onCancel={check.cancel} />
      ) : (
        <div className={css.row}>
          <Button kind="primary" onClick={() => void run(false)}>
            {m.settings_check_run()}
          </Button>
          {health && !health.healthy && (
            <Button onClick={() => void run(true)}>{m.settings_check_repair()}</Button>
          )}
        </div>
      )}
      {health && (
        <output>
          <p className={health.healthy ? css.good : css.warn}>
            {health.healthy
              ? m.settings_check_sound()
              : m.settings_check_problems({ count: health.problems.length })}
          </p>
          <ul className={css.list}>
            {[...health.problems, ...health.checked].map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </output>
      )}
    </Card>
  );
}

function Report() {
  const report = useAsk('diagnostics.report', {});
  const copy = async () => {
    await navigator.clipboard.writeText(report.data?.text ?? '');
    toast({ text: m.parts_copied() });
  };
  return (
    <Card
      title={m.settings_report()}
      aside={
        <Button size="small" disabled={!report.data} onClick={() => void copy()}>
          {m.parts_copy()}
        </Button>
      }
    >
      <p className={css.about}>{m.settings_report_about()}</p>
      {report.isError ? (
        <ErrorState error={report.error} onRetry={() => void report.refetch()} />
      ) : !report.data ? (
        <Skeleton height={320} />
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre className={css.report} tabIndex={0} aria-label={m.settings_report()}>
          {report.data.text}
        </pre>
      )}
    </Card>
  );
}
