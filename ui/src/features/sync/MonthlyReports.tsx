// Monthly reports that the server makes: asking for one, having them made by themselves, and saving their files.
import { useState } from 'react';
import { call } from '@/api/client';
import type { MonthlyReport, ReportFormat } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import shared from '@/features/settings/settings.module.css';
import { addMonths, formatMoment, monthOf, monthTitle, today } from '@/lib/dates';
import { saveMade } from '@/lib/download';
import { getLocale, m } from '@/messages';
import { Button } from '@/parts/Button';
import { Checkbox, Select } from '@/parts/Choice';
import { Card, ErrorState, SkeletonRows } from '@/parts/States';
import { ForWriters } from './ForWriters';
import { Step } from './Step';
import css from './sync.module.css';
import { reportText } from './texts';

/** How many are shown before a person asks for more. */
const FIRST = 6;
/** How many months may be asked for. */
const MONTHS = 24;

export function MonthlyReports() {
  const list = useAsk('sync.monthly_reports', {}, { keep: true });
  const [shown, setShown] = useState(FIRST);
  const items = list.data?.items ?? [];
  return (
    <Card title={m.sync_reports()}>
      <p className={shared.about}>{m.sync_reports_about()}</p>
      <ForWriters>
        <Ask />
      </ForWriters>
      <ByItself />
      {list.isError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <SkeletonRows rows={2} />
      ) : (
        items.length > 0 && (
          <ul className={css.devices}>
            {items.slice(0, shown).map(one => (
              <Row key={one.id} report={one} />
            ))}
          </ul>
        )
      )}
      <Step label={m.sync_older()} shown={shown} of={items.length} onMore={() => setShown(shown + 20)} />
    </Card>
  );
}

function Ask() {
  const ask = useAct('sync.ask_report');
  const now = monthOf(today());
  // The month that is over is the one people want.
  const [month, setMonth] = useState(addMonths(now, -1));
  const options = Array.from({ length: MONTHS }, (_, back) => addMonths(now, -back)).map(value => ({
    value,
    label: monthTitle(value),
  }));
  return (
    <div className={shared.row}>
      <Select label={m.sync_report_month()} value={month} options={options} onChange={setMonth} />
      <Button
        disabled={ask.isPending}
        onClick={() => ask.mutate({ month, language: getLocale() }, { onError: toastError })}
      >
        {m.sync_report_ask()}
      </Button>
    </div>
  );
}

/** Whether they are made without being asked for, which the book's owner decides. */
function ByItself() {
  const status = useAsk('sync.status', {}, { keep: true });
  const wish = useAsk('sync.report_wish', {}, { keep: true });
  const set = useAct('sync.set_report_wish');
  // An older server has no such thing.
  if (wish.error?.code === 'not_found') return null;
  if (wish.isError) return <ErrorState error={wish.error} onRetry={() => void wish.refetch()} />;
  if (!wish.data || !status.data) return <SkeletonRows rows={1} />;
  const { wanted } = wish.data;
  if (status.data.role !== 'owner') {
    return wanted && <p className={shared.about}>{m.sync_report_itself_guest()}</p>;
  }
  return (
    <Checkbox
      label={m.sync_report_itself()}
      checked={wanted}
      disabled={set.isPending}
      onChange={on =>
        set.mutate({ wanted: on, ...(on ? { language: getLocale() } : {}) }, { onError: toastError })
      }
    />
  );
}

async function save(report: MonthlyReport, format: ReportFormat): Promise<void> {
  const name = `valorize-${report.month}.${format}`;
  if (await saveMade(name, path => call('sync.fetch_report', { id: report.id, format, path }))) {
    toast({ text: m.reports_saved() });
  }
}

function Row({ report }: { report: MonthlyReport }) {
  const title = monthTitle(report.month);
  const [busy, setBusy] = useState(false);
  const fetch = async (format: ReportFormat) => {
    setBusy(true);
    try {
      await save(report, format);
    } catch (thrown) {
      toastError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li>
      <span className={css.grow}>
        {title}
        <br />
        <small className={shared.about}>{formatMoment(report.ended ?? report.at)}</small>
        {report.state === 'failed' && report.error !== null && <p className={css.body}>{report.error}</p>}
      </span>
      {report.state === 'ready' ? (
        report.formats.map(format => (
          <Button
            key={format}
            size="small"
            disabled={busy}
            aria-label={m.sync_report_save_of({ format: format.toUpperCase(), month: title })}
            onClick={() => void fetch(format)}
          >
            {m.sync_report_save({ format: format.toUpperCase() })}
          </Button>
        ))
      ) : (
        <span className={report.state === 'failed' ? shared.warn : shared.about}>{reportText(report)}</span>
      )}
    </li>
  );
}
