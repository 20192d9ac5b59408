// What is odd about a file: records that could not be read, and notes.
import type { NoticeView } from '@/api/generated';
import { m } from '@/messages';
import css from './import.module.css';
import { notice } from './words';

interface OdditiesProps {
  title: string;
  notices: readonly NoticeView[];
  warn?: boolean;
}

export function Oddities({ title, notices, warn }: OdditiesProps) {
  if (notices.length === 0) return null;
  return (
    <details className={css.notices} data-warn={warn}>
      <summary>{title}</summary>
      <ul>
        {notices.slice(0, 100).map(one => {
          const { text, remedy } = notice(one);
          return (
            <li key={`${one.line} ${one.code} ${one.message}`}>
              {one.line > 0 && <strong>{m.import_line({ line: one.line })} </strong>}
              {text} <code>{one.message}</code>
              {remedy && <p className={css.muted}>{remedy}</p>}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
