// One statement at the server: what of it is in doubt, beside the rows of the book, and what is to become of it.
import { useState } from 'react';
import type { StatementReview } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { Oddities } from '@/features/import/Oddities';
import { Pairs } from '@/features/import/Pairs';
import shared from '@/features/settings/settings.module.css';
import { useDraft } from '@/lib/drafts';
import { formatMoney } from '@/lib/money';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Confirm, Dialog } from '@/parts/Dialog';
import { ErrorState, SkeletonRows } from '@/parts/States';
import { decisions, say, sayAll, undecided, type Said } from './deciding';
import { Step } from './Step';
import css from './sync.module.css';
import { refusalText, statementText } from './texts';

/** Lines at once. */
const SHOWN = 100;

export function StatementDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const review = useAsk('sync.statement', { id });
  const draft = useDraft<Said>(`statement/${id}`, {});
  const decide = useAct('sync.decide_statement');
  const discard = useAct('sync.discard_statement');
  const statement = review.data?.statement;
  // Said here, since the review below is gone as soon as the statement no longer waits.
  const over = (text: string) => ({
    onSuccess: () => {
      draft.clear();
      toast({ text });
      onClose();
    },
    onError: toastError,
  });
  if (review.data && statement?.state === 'waiting_for_review') {
    const { file } = statement;
    const { doubts } = review.data;
    return (
      <Review
        review={review.data}
        said={draft.value}
        busy={decide.isPending || discard.isPending}
        onSay={draft.set}
        onDecide={() =>
          decide.mutate(
            { id, decisions: decisions(doubts, draft.value) },
            over(m.sync_statement_decided({ file })),
          )
        }
        onDiscard={() => discard.mutate({ id }, over(m.sync_statement_discarded({ file })))}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={statement?.file ?? m.sync_statement()}
      about={statement && statementText(statement)}
      footer={<Button onClick={onClose}>{m.parts_close()}</Button>}
    >
      {review.isError ? (
        <ErrorState error={review.error} onRetry={() => void review.refetch()} />
      ) : !statement ? (
        <SkeletonRows rows={3} />
      ) : (
        statement.detail !== null && <p>{refusalText(statement)}</p>
      )}
    </Dialog>
  );
}

interface ReviewProps {
  review: StatementReview;
  said: Said;
  busy: boolean;
  onSay: (said: Said) => void;
  onDecide: () => void;
  onDiscard: () => void;
  onClose: () => void;
}

function Review({ review, said, busy, onSay, onDecide, onDiscard, onClose }: ReviewProps) {
  const { statement, doubts } = review;
  const [asked, setAsked] = useState(false);
  const [shown, setShown] = useState(SHOWN);
  const left = undecided(doubts, said);
  return (
    <Dialog
      open
      onClose={onClose}
      title={statement.file}
      about={m.sync_statement_waits()}
      kind="wide"
      footer={
        <>
          <Button kind="danger" disabled={busy} onClick={() => setAsked(true)}>
            {m.sync_statement_discard()}
          </Button>
          <Button kind="primary" disabled={busy || left > 0} onClick={onDecide}>
            {left > 0 ? m.sync_statement_left({ count: left }) : m.sync_statement_commit()}
          </Button>
        </>
      }
    >
      <Facts review={review} />
      {doubts.length > 0 && (
        <>
          <div className={shared.row}>
            <h3 className={css.grow}>{m.import_doubtful({ count: doubts.length })}</h3>
            <Button size="small" kind="quiet" onClick={() => onSay(sayAll(doubts, 'merge'))}>
              {m.import_merge_all()}
            </Button>
            <Button size="small" kind="quiet" onClick={() => onSay(sayAll(doubts, 'add'))}>
              {m.import_add_all()}
            </Button>
          </div>
          <Pairs
            label={m.import_doubtful({ count: doubts.length })}
            lines={doubts.slice(0, shown)}
            fateOf={line => said[line.index] ?? null}
            onSay={(line, fate) => onSay(say(said, line.index, fate))}
          />
          <Step
            label={m.sync_statement_more()}
            shown={shown}
            of={doubts.length}
            onMore={() => setShown(shown + SHOWN)}
          />
        </>
      )}
      <Confirm
        open={asked}
        onClose={() => setAsked(false)}
        title={m.sync_statement_discard_title({ file: statement.file })}
        confirm={m.sync_statement_discard()}
        danger
        onConfirm={onDiscard}
      >
        {m.sync_statement_discard_about()}
      </Confirm>
    </Dialog>
  );
}

/** What else the statement comes to, and what is odd about it. */
function Facts({ review }: { review: StatementReview }) {
  const { plan } = review.statement;
  return (
    <>
      {plan && (
        <p className={shared.about}>
          {plan.account !== null && `${plan.account} · `}
          {m.sync_statement_counts({ added: plan.new, merged: plan.merged, known: plan.known })}
        </p>
      )}
      {plan?.proof === 'disproved' && (
        <p className={shared.warn}>
          {plan.difference
            ? m.import_proof_disproved({ difference: formatMoney(plan.difference) })
            : m.sync_statement_off()}{' '}
          {m.import_proof_disproved_why()}
        </p>
      )}
      <Oddities title={m.import_rejected({ count: review.rejected.length })} notices={review.rejected} warn />
      <Oddities title={m.import_warnings({ count: review.warnings.length })} notices={review.warnings} />
    </>
  );
}
