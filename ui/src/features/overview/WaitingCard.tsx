// What waits for a person, each line leading to where it is answered.
import { CircleCheck } from 'lucide-react';
import type { Waiting } from '@/api/generated';
import { Card } from '@/parts/States';
import { m } from '@/messages';
import css from './overview.module.css';
import { waitingLines } from './model';

export function WaitingCard({ waiting }: { waiting: Waiting }) {
  const lines = waitingLines(waiting);
  return (
    <Card title={m.overview_waiting()}>
      {lines.length === 0 ? (
        <p className={css.done}>
          <CircleCheck size={18} aria-hidden /> {m.overview_nothing_waits()}
        </p>
      ) : (
        <ul className={css.waiting}>
          {lines.map(line => (
            <li key={line.key}>
              <a href={line.href}>
                <span className={css.count}>{line.count}</span>
                <span>{line.text}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
