// The first path through the program: import, review, budget. Each step knows when it is done.
import { Check } from 'lucide-react';
import { useAsk } from '@/api/hooks';
import { go } from '@/app/address';
import { Button } from '@/parts/Button';
import { PageHeader } from '@/parts/States';
import { m } from '@/messages';
import css from './welcome.module.css';

export default function FirstSteps() {
  const book = useAsk('book.show', {});
  const effect = useAsk('suggestion.threshold_effect', {});
  const imported = (book.data?.transactions ?? 0) > 0;
  const reviewed = (effect.data?.judged ?? 0) > 0;
  const steps = [
    { title: m.welcome_step_import(), text: m.welcome_step_import_text(), to: 'import', done: imported },
    { title: m.welcome_step_review(), text: m.welcome_step_review_text(), to: 'review', done: reviewed },
    { title: m.welcome_step_budget(), text: m.welcome_step_budget_text(), to: 'budgets', done: false },
  ];
  const next = steps.findIndex(step => !step.done);
  return (
    <div className={css.screen}>
      <PageHeader title={m.welcome_start()} about={m.welcome_start_about()} />
      <ol className={css.steps}>
        {steps.map((step, place) => (
          <li key={step.to} className={css.step} data-done={step.done}>
            <span className={css.number} aria-hidden>
              {step.done ? <Check size={16} /> : place + 1}
            </span>
            <div className={css.grow}>
              <h2>{step.title}</h2>
              <p>{step.text}</p>
            </div>
            {step.done ? (
              <span className={css.muted}>{m.welcome_step_done()}</span>
            ) : (
              <Button
                kind={place === next ? 'primary' : 'plain'}
                aria-label={`${m.welcome_step_go()}: ${step.title}`}
                onClick={() => go(step.to)}
              >
                {m.welcome_step_go()}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
