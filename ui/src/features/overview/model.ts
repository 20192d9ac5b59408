// What the overview makes of the core's answers.
import type { AmountView, Flow, Waiting } from '@/api/generated';
import { hashOf } from '@/app/address';
import { addDays, addMonths } from '@/lib/dates';
import { rows } from '@/lib/drill';
import { m } from '@/messages';

/** What is left of the money that came in. */
export function rest(flow: Flow): AmountView {
  return { minor: flow.income.minor - flow.spending.minor, currency: flow.income.currency };
}

/** The same day of another month; its last one when it is shorter. */
export function sameDay(day: string, month: string): string {
  const last = addDays(`${addMonths(month, 1)}-01`, -1);
  const wanted = `${month}-${day.slice(8)}`;
  return wanted > last ? last : wanted;
}

/** By how many per cent `now` is above (or below) `before`; null where there is nothing to compare with. */
export function change(now: AmountView, before: AmountView): number | null {
  if (before.minor <= 0) return null;
  return Math.round(((now.minor - before.minor) / before.minor) * 100);
}

export interface WaitingLine {
  key: keyof Waiting;
  count: string;
  text: string;
  href: string;
}

/** Counts stop where the core stops counting. */
const MOST = 1000;

/** What waits, with where to go for it; what does not wait is left out. */
export function waitingLines(waiting: Waiting): WaitingLine[] {
  const all: [keyof Waiting, (count: number) => string, string][] = [
    ['suggestions', count => m.overview_suggestions({ count }), hashOf('review')],
    ['doubtful', count => m.overview_doubtful({ count }), hashOf('import')],
    ['open_imports', count => m.overview_open_imports({ count }), hashOf('import')],
    ['uncategorised', count => m.overview_uncategorised({ count }), rows('is:uncategorised')],
    ['uncleared', count => m.overview_uncleared({ count }), rows('is:uncleared')],
    ['conflicts', count => m.overview_conflicts({ count }), hashOf('conflicts')],
    [
      'quarantined',
      count => m.overview_quarantined({ count }),
      hashOf('settings', { section: 'diagnostics' }),
    ],
  ];
  return all
    .filter(([key]) => waiting[key] > 0)
    .map(([key, text, href]) => ({
      key,
      count: waiting[key] >= MOST ? `${MOST}+` : String(waiting[key]),
      text: text(waiting[key]),
      href,
    }));
}
