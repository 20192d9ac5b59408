// What a server that reads the book has to tell, what it does for the book, and where else its owner wants to hear of it.
import { Bell } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ServerJob, ServerNotice } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { go } from '@/app/address';
import { toastError } from '@/app/toasts';
import { formatMoment } from '@/lib/dates';
import { getLocale, m } from '@/messages';
import { Button } from '@/parts/Button';
import { Checkbox } from '@/parts/Choice';
import { Card, EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/parts/States';
import shared from '@/features/settings/settings.module.css';
import { MonthlyReports } from './MonthlyReports';
import { Statements } from './Statements';
import css from './sync.module.css';
import { jobName } from './texts';
import { Webhooks } from './Webhooks';

export default function Notices() {
  const first = useAsk('sync.notices', {}, { keep: true });
  const read = useAct('sync.read_notices');
  const note = (ids: number[]) => read.mutate({ ids }, { onError: toastError });
  const unread = first.data?.items.filter(one => !one.read).map(one => one.id) ?? [];
  const hosted = first.data?.hosted === true;
  return (
    <>
      <PageHeader title={m.sync_notices()} about={m.sync_notices_about()}>
        {unread.length > 1 && (
          <Button disabled={read.isPending} onClick={() => note(unread)}>
            {m.sync_notices_read_all()}
          </Button>
        )}
      </PageHeader>
      <div className={css.page}>
        {first.isError ? (
          <ErrorState error={first.error} onRetry={() => void first.refetch()} />
        ) : !first.data ? (
          <SkeletonRows rows={4} />
        ) : !hosted ? (
          <EmptyState
            icon={Bell}
            title={m.sync_notices_unhosted()}
            action={
              <Button onClick={() => go('settings', { section: 'sync' })}>
                {m.sync_notices_to_settings()}
              </Button>
            }
          >
            {m.sync_notices_unhosted_about()}
          </EmptyState>
        ) : (
          <>
            <Told
              items={first.data.items}
              next={first.data.next_cursor}
              busy={read.isPending}
              onRead={id => note([id])}
            />
            <Place place="statements">
              <Statements />
            </Place>
            <Place place="reports">
              <MonthlyReports />
            </Place>
            <Jobs />
            <Wishes />
          </>
        )}
      </div>
    </>
  );
}

/** What a notice leads to, on this page. */
type Led = 'statements' | 'reports';

const placeId = (place: Led) => `notices-${place}`;

function Place({ place, children }: { place: Led; children: ReactNode }) {
  return (
    <div id={placeId(place)} tabIndex={-1} className={css.place}>
      {children}
    </div>
  );
}

function lead(place: Led): void {
  const there = document.getElementById(placeId(place));
  there?.scrollIntoView({ block: 'start' });
  there?.focus({ preventScroll: true });
}

function leadOf(kind: string): { place: Led; label: string } | null {
  switch (kind) {
    case 'import_needs_review':
      return { place: 'statements', label: m.sync_notice_to_statements() };
    case 'report_ready':
      return { place: 'reports', label: m.sync_notice_to_reports() };
    default:
      return null;
  }
}

interface TellProps {
  items: readonly ServerNotice[];
  next: string | null;
  busy: boolean;
  onRead: (id: number) => void;
}

function Told({ items, next, busy, onRead }: TellProps) {
  if (items.length === 0) {
    return (
      <EmptyState icon={Bell} title={m.sync_notices_none()}>
        {m.sync_notices_none_about()}
      </EmptyState>
    );
  }
  return (
    <Card>
      <ul className={css.devices}>
        {items.map(notice => (
          <Notice key={notice.id} notice={notice} busy={busy} onRead={onRead} />
        ))}
      </ul>
      {next !== null && <More key={next} cursor={next} busy={busy} onRead={onRead} />}
    </Card>
  );
}

function Notice({ notice, busy, onRead }: { notice: ServerNotice } & Pick<TellProps, 'busy' | 'onRead'>) {
  const led = leadOf(notice.kind);
  return (
    <li className={css.notice} data-unread={!notice.read}>
      <div className={css.grow}>
        <strong>{notice.title}</strong>
        {notice.body !== '' && <p className={css.body}>{notice.body}</p>}
        <small className={shared.about}>{formatMoment(notice.at)}</small>
      </div>
      {led && (
        <Button size="small" aria-label={`${led.label}: ${notice.title}`} onClick={() => lead(led.place)}>
          {led.label}
        </Button>
      )}
      {!notice.read && (
        <Button
          size="small"
          kind="quiet"
          disabled={busy}
          aria-label={m.sync_notice_read_of({ title: notice.title })}
          onClick={() => onRead(notice.id)}
        >
          {m.sync_notice_read()}
        </Button>
      )}
    </li>
  );
}

/** The pages after the first, one at a time. */
function More({ cursor, busy, onRead }: { cursor: string } & Pick<TellProps, 'busy' | 'onRead'>) {
  const [asked, setAsked] = useState(false);
  const page = useAsk('sync.notices', { cursor }, { enabled: asked, keep: true });
  if (!asked) {
    return (
      <div className={shared.row}>
        <Button kind="quiet" onClick={() => setAsked(true)}>
          {m.sync_older()}
        </Button>
      </div>
    );
  }
  if (page.isError) return <ErrorState error={page.error} onRetry={() => void page.refetch()} />;
  if (!page.data) return <SkeletonRows rows={2} />;
  const { items, next_cursor: next } = page.data;
  return (
    <>
      <ul className={css.devices}>
        {items.map(notice => (
          <Notice key={notice.id} notice={notice} busy={busy} onRead={onRead} />
        ))}
      </ul>
      {next !== null && <More key={next} cursor={next} busy={busy} onRead={onRead} />}
    </>
  );
}

function Jobs() {
  const jobs = useAsk('sync.jobs', {}, { keep: true });
  return (
    <Card title={m.sync_jobs()}>
      <p className={shared.about}>{m.sync_jobs_about()}</p>
      {jobs.isError ? (
        <ErrorState error={jobs.error} onRetry={() => void jobs.refetch()} />
      ) : !jobs.data ? (
        <SkeletonRows rows={3} />
      ) : jobs.data.items.length === 0 ? (
        <p>{m.sync_jobs_none()}</p>
      ) : (
        <ul className={css.devices}>
          {jobs.data.items.slice(0, 10).map(job => (
            <Job key={job.id} job={job} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function stateOf(job: ServerJob): string {
  switch (job.state) {
    case 'waiting':
      return job.attempts > 0 ? m.sync_job_again({ count: job.attempts }) : m.sync_job_waiting();
    case 'running':
      return m.sync_job_running();
    case 'done':
      return m.sync_job_done();
    case 'dead':
      return m.sync_job_dead({ count: job.attempts });
  }
}

function Job({ job }: { job: ServerJob }) {
  return (
    <li>
      <span className={css.grow}>
        {jobName(job.name)}
        <br />
        <small className={shared.about}>{formatMoment(job.at)}</small>
        {job.state !== 'done' && job.error !== null && <p className={css.body}>{job.error}</p>}
      </span>
      <span className={job.state === 'dead' ? shared.warn : shared.about}>{stateOf(job)}</span>
    </li>
  );
}

function Wishes() {
  const wishes = useAsk('sync.notice_wishes', {}, { keep: true });
  const set = useAct('sync.set_notice_wishes');
  if (wishes.isError) return <ErrorState error={wishes.error} onRetry={() => void wishes.refetch()} />;
  if (!wishes.data) return <SkeletonRows rows={1} />;
  const { email, unwanted } = wishes.data;
  return (
    <Card title={m.sync_wishes()}>
      <Checkbox
        label={m.sync_wishes_email()}
        checked={email !== null}
        disabled={set.isPending}
        onChange={wanted =>
          set.mutate({ unwanted, ...(wanted ? { email: getLocale() } : {}) }, { onError: toastError })
        }
      />
      <p className={shared.about}>{m.sync_wishes_about()}</p>
      <Webhooks />
    </Card>
  );
}
