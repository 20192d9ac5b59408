// The balance proof in plain words: do the statement and the book agree?
import { CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react';
import type { PlanView, ProofView } from '@/api/generated';
import { formatDay } from '@/lib/dates';
import { formatMoney } from '@/lib/money';
import { m } from '@/messages';
import css from './import.module.css';

type Tone = 'good' | 'warn' | 'quiet';

export function proofTone(proof: ProofView): Tone {
  if (proof.proof === 'disproved') return 'warn';
  return proof.proof === 'unavailable' ? 'quiet' : 'good';
}

/** In one or two words, for lists. */
export function ProofBadge({ proof }: { proof: ProofView }) {
  const tone = proofTone(proof);
  const text =
    proof.proof === 'disproved'
      ? m.import_proof_off({ difference: formatMoney(proof.difference) })
      : proof.proof === 'unavailable'
        ? m.import_proof_none_short()
        : m.import_proof_good_short();
  return (
    <span className={css.badge} data-tone={tone}>
      <Icon tone={tone} />
      {text}
    </span>
  );
}

function Icon({ tone }: { tone: Tone }) {
  if (tone === 'good') return <CircleCheck size={16} aria-hidden />;
  if (tone === 'warn') return <TriangleAlert size={16} aria-hidden />;
  return <CircleHelp size={16} aria-hidden />;
}

/** With its reasoning, for the plan. */
export function Proof({ plan }: { plan: PlanView }) {
  const { proof, reckoning } = plan;
  const tone = proofTone(proof);
  return (
    <div className={css.proof} data-tone={tone}>
      <Icon tone={tone} />
      <div>
        <strong>{title(proof)}</strong>
        <p>{explain(plan)}</p>
        {reckoning && (
          <p className={css.sum}>
            {m.import_proof_sum({
              opening: formatMoney(reckoning.opening),
              sum: formatMoney(reckoning.sum, { plus: true }),
              stated: formatMoney(reckoning.stated),
              day: formatDay(reckoning.day),
            })}
          </p>
        )}
      </div>
    </div>
  );
}

function title(proof: ProofView): string {
  switch (proof.proof) {
    case 'proved':
      return m.import_proof_proved();
    case 'establishes':
      return m.import_proof_establishes();
    case 'disproved':
      return m.import_proof_disproved({ difference: formatMoney(proof.difference) });
    default:
      return m.import_proof_unavailable();
  }
}

function explain({ proof }: PlanView): string {
  switch (proof.proof) {
    case 'proved':
      return m.import_proof_proved_why();
    case 'establishes':
      return m.import_proof_establishes_why({ opening: formatMoney(proof.opening) });
    case 'disproved':
      return proof.from
        ? m.import_proof_disproved_from({ day: formatDay(proof.from) })
        : m.import_proof_disproved_why();
    default:
      return m.import_proof_unavailable_why();
  }
}
