// Sizes of files and shares as text.
import { formats } from '@/lib/formats';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes as a person reads them: `1.2 MB`. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString(formats().numbers, { maximumFractionDigits: digits })} ${UNITS[unit]}`;
}

/** Per mille as a percentage: `913` is `91.3%`. */
export function shareText(perMille: number): string {
  return (perMille / 1000).toLocaleString(formats().numbers, { style: 'percent', maximumFractionDigits: 1 });
}
