// Merging chosen payees: which name stays.
import { useState } from 'react';
import type { PayeeView } from '@/api/generated';
import { useAct } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Select } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Field } from '@/parts/Field';

/** Merges and tells, with a way back. */
export function useMerge() {
  const merge = useAct('payee.merge');
  const undo = useAct('history.undo');
  return (payees: readonly string[], into: PayeeView, done?: () => void) =>
    merge.mutate(
      { payees: [...payees], into: into.id },
      {
        onError: toastError,
        onSuccess: () => {
          done?.();
          toast({
            text: m.payees_done({ name: into.name }),
            action: {
              label: m.categories_undo(),
              run: () => undo.mutate({}, { onError: toastError }),
            },
          });
        },
      },
    );
}

export function MergePayees({ payees, onClose }: { payees: readonly PayeeView[]; onClose: () => void }) {
  const most = payees.toSorted((a, b) => b.transactions - a.transactions)[0];
  const [keep, setKeep] = useState(most?.id ?? '');
  const merge = useMerge();
  const kept = payees.find(one => one.id === keep);
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.payees_merge_title()}
      about={m.payees_merge_about()}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button
            kind="primary"
            disabled={!kept}
            onClick={() =>
              kept &&
              merge(
                payees.filter(one => one.id !== keep).map(one => one.id),
                kept,
                onClose,
              )
            }
          >
            {m.payees_merge()}
          </Button>
        </>
      }
    >
      <Field label={m.payees_keep()}>
        {({ id }) => (
          <Select
            id={id}
            value={keep}
            onChange={setKeep}
            options={payees.map(one => ({ value: one.id, label: one.name }))}
          />
        )}
      </Field>
    </Dialog>
  );
}
