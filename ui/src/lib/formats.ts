// The person's formats for numbers, dates, weeks and months: by default those of the language, or what the settings say.
import { getLocale } from '@/messages';

export interface Formats {
  /** A BCP 47 tag for numbers. */
  numbers: string;
  /** `dmy`, `mdy` or `ymd`. */
  dates: 'dmy' | 'mdy' | 'ymd';
  /** The day a week begins on: 0 is Sunday, 1 Monday, 6 Saturday. */
  week: 0 | 1 | 6;
  /** The day of the month, 1 to 28, on which the months of reports begin. */
  month: number;
}

let chosen: Partial<Formats> = {};

export function setFormats(formats: Partial<Formats>): void {
  chosen = formats;
}

export function formats(): Formats {
  const locale = getLocale();
  return {
    numbers: chosen.numbers ?? locale,
    dates: chosen.dates ?? (locale === 'pt-BR' ? 'dmy' : 'mdy'),
    // Calendars of Brazil and of the United States begin on Sunday.
    week: chosen.week ?? 0,
    month: chosen.month ?? 1,
  };
}
