// Asks before an account goes, and says what goes with it.
import { useState } from 'react';
import type { AccountView } from '@/api/generated';
import { useAct } from '@/api/hooks';
import { go } from '@/app/address';
import { undo } from '@/app/Shell';
import { toast } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Checkbox } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { ErrorState } from '@/parts/States';

export function DeleteAccount({ account, onClose }: { account: AccountView; onClose: () => void }) {
  const [withRows, setWithRows] = useState(false);
  const remove = useAct('account.delete');
  const empty = account.transactions === 0;
  const run = () =>
    remove.mutate(
      { account: account.id, with_rows: !empty },
      {
        onSuccess: done => {
          onClose();
          go('accounts');
          toast({
            text: m.accounts_deleted({ account: done.account }),
            action: { label: m.accounts_undo(), run: () => void undo() },
          });
        },
      },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.accounts_delete_title({ account: account.name })}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button kind="danger" disabled={(!empty && !withRows) || remove.isPending} onClick={run}>
            {m.accounts_delete()}
          </Button>
        </>
      }
    >
      <p>{empty ? m.accounts_delete_empty() : m.accounts_delete_about({ count: account.transactions })}</p>
      {!empty && (
        <Checkbox
          checked={withRows}
          onChange={setWithRows}
          label={m.accounts_delete_rows({ count: account.transactions })}
        />
      )}
      {remove.isError && <ErrorState error={remove.error} />}
    </Dialog>
  );
}
