// Applying a rule, or all rules, to what is in the book already; with the rows shown before.
import { useState } from 'react';
import type { RuleView } from '@/api/generated';
import { useAct } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Dialog } from '@/parts/Dialog';
import { DryRun, ScopeSelect, useDryRun, type Scope } from './DryRun';

export function ApplyDialog({ rule, onClose }: { rule: RuleView | null; onClose: () => void }) {
  const [scope, setScope] = useState<Scope>('automatic');
  const run = useDryRun(rule ? { rule: rule.id } : {}, scope);
  const apply = useAct('rule.apply');
  const undo = useAct('history.undo');
  const total = run.data?.total ?? 0;
  const change = () =>
    apply.mutate(
      { rule: rule?.id ?? null, scope },
      {
        onError: toastError,
        onSuccess: ({ changed }) => {
          onClose();
          toast({
            text: m.rules_applied({ count: changed }),
            action: { label: m.categories_undo(), run: () => undo.mutate({}, { onError: toastError }) },
          });
        },
      },
    );
  return (
    <Dialog
      kind="wide"
      open
      onClose={onClose}
      title={rule ? rule.name : m.rules_apply_all().replace('…', '')}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button kind="primary" disabled={total === 0 || apply.isPending} onClick={change}>
            {m.rules_apply_do({ count: total })}
          </Button>
        </>
      }
    >
      <ScopeSelect scope={scope} onScope={setScope} />
      <DryRun run={run} ready />
    </Dialog>
  );
}
