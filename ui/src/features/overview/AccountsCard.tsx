// The accounts with their balances, and when each was last imported.
import type { AccountList } from '@/api/generated';
import { hashOf } from '@/app/address';
import { today } from '@/lib/dates';
import { rows } from '@/lib/drill';
import { DayText, Money } from '@/parts/Money';
import { Card } from '@/parts/States';
import { m } from '@/messages';
import css from './overview.module.css';

export function AccountsCard({ accounts }: { accounts: AccountList }) {
  const open = accounts.items.filter(account => !account.closed);
  return (
    <Card
      title={m.overview_accounts()}
      className={css.full}
      aside={<a href={hashOf('import')}>{m.overview_import()}</a>}
    >
      <table className={css.table}>
        <caption className="visually-hidden">{m.overview_accounts()}</caption>
        <thead>
          <tr>
            <th scope="col">{m.overview_account()}</th>
            <th scope="col">{m.overview_last_row()}</th>
            <th scope="col">{m.overview_last_import()}</th>
            <th scope="col">{m.overview_balance()}</th>
          </tr>
        </thead>
        <tbody>
          {open.map(account => (
            <tr key={account.id}>
              <th scope="row">
                <a href={hashOf('register', { account: account.id })}>{account.name}</a>
              </th>
              <td>{account.last_day ? <DayText day={account.last_day} /> : '–'}</td>
              <td>
                {account.last_imported === null ? (
                  <span className={css.muted}>{m.overview_never_imported()}</span>
                ) : (
                  <DayText day={today(new Date(account.last_imported))} />
                )}
              </td>
              <td className={css.strong}>
                <a href={hashOf('register', { account: account.id })}>
                  <Money amount={account.balance} />
                </a>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {accounts.totals.map(total => (
            <tr key={total.currency}>
              <th scope="row" colSpan={3}>
                {m.overview_total({ currency: total.currency })}
              </th>
              <td className={css.strong}>
                <a href={rows(`currency:${total.currency}`)}>
                  <Money amount={total} />
                </a>
              </td>
            </tr>
          ))}
        </tfoot>
      </table>
    </Card>
  );
}
