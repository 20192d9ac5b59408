// The accounts by group: balance, what waits, when last imported and reconciled.
import { ArrowDown, ArrowUp, MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import type { AccountList, AccountView } from '@/api/generated';
import { useAct } from '@/api/hooks';
import { go, hashOf } from '@/app/address';
import { toastError } from '@/app/toasts';
import { m } from '@/messages';
import { IconButton } from '@/parts/Button';
import { Menu } from '@/parts/Choice';
import { DayText, Money } from '@/parts/Money';
import { AccountForm } from './AccountForm';
import css from './accounts.module.css';
import { DeleteAccount } from './DeleteAccount';
import { dayOfMoment, groupName, GROUPS, kindName } from './words';

/** The ids in order after one account changed places with its neighbour in the same group. */
export function moved(items: readonly AccountView[], id: string, by: -1 | 1): string[] | null {
  const open = items.filter(one => !one.closed);
  const at = open.findIndex(one => one.id === id);
  const self = open[at];
  if (!self) return null;
  let other = at + by;
  while (open[other] && open[other]?.group !== self.group) other += by;
  const neighbour = open[other];
  if (!neighbour) return null;
  const ids = open.map(one => one.id);
  ids[at] = neighbour.id;
  ids[other] = self.id;
  return ids;
}

export function AccountTable({ list, withClosed }: { list: AccountList; withClosed: boolean }) {
  const shown = list.items.filter(one => withClosed || !one.closed);
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{m.accounts_account()}</th>
          <th scope="col">{m.accounts_last_imported()}</th>
          <th scope="col">{m.accounts_last_reconciled()}</th>
          <th scope="col" className={css.end}>
            {m.accounts_uncleared()}
          </th>
          <th scope="col" className={css.end}>
            {m.accounts_balance()}
          </th>
          <th scope="col">
            <span className="visually-hidden">{m.accounts_actions()}</span>
          </th>
        </tr>
      </thead>
      {GROUPS.map(group => {
        const rows = shown.filter(one => one.group === group);
        if (rows.length === 0) return null;
        const sums = list.groups.filter(one => one.group === group);
        return (
          <tbody key={group}>
            <tr className={css.group}>
              <th scope="rowgroup" colSpan={4}>
                {groupName(group)}
              </th>
              <td className={css.end}>
                {sums.map(sum => (
                  <div key={sum.balance.currency}>
                    <Money amount={sum.balance} />
                  </div>
                ))}
              </td>
              <td>{null}</td>
            </tr>
            {rows.map(one => (
              <Row key={one.id} account={one} items={list.items} />
            ))}
          </tbody>
        );
      })}
    </table>
  );
}

function Row({ account, items }: { account: AccountView; items: readonly AccountView[] }) {
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null);
  const reorder = useAct('account.reorder');
  const update = useAct('account.update');
  const move = (by: -1 | 1) => {
    const accounts = moved(items, account.id, by);
    if (accounts) reorder.mutate({ accounts }, { onError: toastError });
  };
  return (
    <tr className={account.closed ? css.closed : undefined}>
      <th scope="row">
        <a className={css.name} href={hashOf('accounts', { account: account.id })}>
          {account.name}
        </a>
        <div className={css.detail}>
          {[kindName(account.kind), account.bank, account.closed ? m.accounts_closed() : null]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </th>
      <td>{account.last_imported ? <DayText day={dayOfMoment(account.last_imported)} /> : '–'}</td>
      <td>{account.last_reconciled ? <DayText day={account.last_reconciled} /> : '–'}</td>
      <td className={css.end}>{account.uncleared === 0 ? '–' : account.uncleared}</td>
      <td className={css.end}>
        <Money amount={account.balance} />
      </td>
      <td className={css.end}>
        <Menu
          trigger={
            <IconButton label={m.accounts_actions_of({ account: account.name })} size="small">
              <MoreHorizontal size={16} aria-hidden />
            </IconButton>
          }
          items={[
            {
              label: m.accounts_reconcile(),
              run: () => go('accounts', { account: account.id, reconcile: '1' }),
            },
            { label: m.accounts_rows(), run: () => go('register', { account: account.id }) },
            { label: m.accounts_edit(), run: () => setDialog('edit') },
            {
              label: m.accounts_up(),
              icon: <ArrowUp size={14} aria-hidden />,
              disabled: moved(items, account.id, -1) === null,
              run: () => move(-1),
            },
            {
              label: m.accounts_down(),
              icon: <ArrowDown size={14} aria-hidden />,
              disabled: moved(items, account.id, 1) === null,
              run: () => move(1),
            },
            null,
            {
              label: account.closed ? m.accounts_reopen() : m.accounts_close(),
              run: () =>
                update.mutate({ account: account.id, closed: !account.closed }, { onError: toastError }),
            },
            { label: m.accounts_delete(), danger: true, run: () => setDialog('delete') },
          ]}
        />
        {dialog === 'edit' && <AccountForm account={account} onClose={() => setDialog(null)} />}
        {dialog === 'delete' && <DeleteAccount account={account} onClose={() => setDialog(null)} />}
      </td>
    </tr>
  );
}
