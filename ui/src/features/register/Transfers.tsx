// Pairs of rows that are probably one movement between one's own accounts.
import { ArrowRightLeft } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '@/api/hooks';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Dialog } from '@/parts/Dialog';
import { DayText, Money } from '@/parts/Money';
import { EmptyState, ErrorState, SkeletonRows } from '@/parts/States';
import { link } from './actions';
import css from './register.module.css';

export function Transfers({ onClose }: { onClose: () => void }) {
  const pairs = useAsk('transfer.suggest', {}, { keep: true });
  const [busy, setBusy] = useState(false);
  const take = async (from: string, to: string) => {
    setBusy(true);
    await link(from, to);
    setBusy(false);
  };
  return (
    <Dialog
      open
      kind="wide"
      onClose={onClose}
      title={m.register_transfers()}
      about={m.register_transfers_about()}
    >
      {pairs.isError && <ErrorState error={pairs.error} onRetry={() => void pairs.refetch()} />}
      {pairs.isPending && <SkeletonRows rows={4} />}
      {pairs.data?.items.length === 0 && (
        <EmptyState icon={ArrowRightLeft} title={m.register_transfers_none()}>
          {m.register_transfers_none_about()}
        </EmptyState>
      )}
      <ul className={css.views}>
        {pairs.data?.items.map(pair => (
          <li key={`${pair.out.id} ${pair.into.id}`} className={css.line}>
            <span>
              <DayText day={pair.out.date} /> {pair.out.account} → {pair.into.account}
              <br />
              <span className={css.muted}>
                {pair.out.payee ?? pair.out.description} · {pair.into.payee ?? pair.into.description}
                {pair.days > 0 && ` · ${m.register_days_apart({ count: pair.days })}`}
              </span>
            </span>
            <Money amount={pair.into.amount} />
            <Button size="small" disabled={busy} onClick={() => void take(pair.out.id, pair.into.id)}>
              {m.register_link()}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
