// The person's formats for numbers and dates: by default those of the language, or what the settings say.
import { getLocale } from '@/messages';

export interface Formats {
  /** A BCP 47 tag for numbers. */
  numbers: string;
  /** `dmy`, `mdy` or `ymd`. */
  dates: 'dmy' | 'mdy' | 'ymd';
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
  };
}
