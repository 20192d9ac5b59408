// What a screen shows when it has nothing, not yet, or not any more: with a next step.
import { RotateCw, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { asApiError } from '@/api/error';
import { errorWords } from '@/app/errorWords';
import { toast } from '@/app/toasts';
import { m } from '@/messages';
import { cx } from '@/lib/cx';
import { Button } from './Button';
import css from './surfaces.module.css';

export interface EmptyStateProps {
  icon?: LucideIcon;
  title: string;
  children?: ReactNode;
  /** The next step. */
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={css.state}>
      {Icon && <Icon size={28} strokeWidth={1.5} className={css.stateIcon} aria-hidden />}
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action && <div className={css.actions}>{action}</div>}
    </div>
  );
}

/** An error with its place and remedy, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { code, message, place } = asApiError(error);
  const { text, remedy, detail } = errorWords(error);
  const copy = async () => {
    await navigator.clipboard.writeText([code, message, place, remedy].filter(Boolean).join('\n'));
    toast({ text: m.parts_copied() });
  };
  return (
    <div className={css.error} role="alert">
      <h2>{text}</h2>
      <dl>
        {place && (
          <>
            <dt>{m.parts_error_place()}</dt>
            <dd>{place}</dd>
          </>
        )}
        {remedy && (
          <>
            <dt>{m.parts_error_remedy()}</dt>
            <dd>{remedy}</dd>
          </>
        )}
        {detail && (
          <>
            <dt>{m.error_detail()}</dt>
            <dd lang="en">{detail}</dd>
          </>
        )}
        <dt>{m.parts_error_code()}</dt>
        <dd>
          <code>{code}</code>
        </dd>
      </dl>
      <div className={css.actions}>
        {onRetry && (
          <Button icon={<RotateCw size={14} aria-hidden />} onClick={onRetry}>
            {m.parts_retry()}
          </Button>
        )}
        <Button kind="quiet" onClick={() => void copy()}>
          {m.parts_copy()}
        </Button>
      </div>
    </div>
  );
}

/** A place that will be filled: as large as what comes, so that nothing jumps. */
export function Skeleton({
  width = '100%',
  height = 16,
}: {
  width?: number | string;
  height?: number | string;
}) {
  return <div className={css.skeleton} style={{ width, height }} aria-hidden />;
}

export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  return (
    <output className={css.card} aria-label={m.parts_loading()}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={18} width={`${92 - ((row * 17) % 30)}%`} />
      ))}
    </output>
  );
}

export interface PageHeaderProps {
  title: string;
  about?: ReactNode;
  /** Before the title, for example the way back. */
  lead?: ReactNode;
  children?: ReactNode;
}

export function PageHeader({ title, about, lead, children }: PageHeaderProps) {
  return (
    <header className={css.header}>
      {lead}
      <div className={css.headerText}>
        <h1>{title}</h1>
        {about && <p>{about}</p>}
      </div>
      {children && <div className={css.actions}>{children}</div>}
    </header>
  );
}

export interface CardProps {
  title?: string;
  aside?: ReactNode;
  children: ReactNode;
  className?: string | undefined;
}

export function Card({ title, aside, children, className }: CardProps) {
  return (
    <section className={cx(css.card, className)} aria-label={title}>
      {title && (
        <div className={css.cardHead}>
          <h2>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}
