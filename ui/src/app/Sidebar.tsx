// The way to every screen and every account, with balances and what waits.
import { Search, Settings2 } from 'lucide-react';
import { useAsk } from '@/api/hooks';
import { Indicator } from '@/features/sync/Indicator';
import { NoticeBell } from '@/features/sync/NoticeBell';
import { useReadsOnly } from '@/features/sync/readsOnly';
import { Money } from '@/parts/Money';
import { IconButton } from '@/parts/Button';
import { m } from '@/messages';
import { go, hashOf, useAddress } from './address';
import { FEATURES, featuresFor, type Feature } from './features';
import css from './shell.module.css';

export function Sidebar({ onPalette }: { onPalette: () => void }) {
  const { path: route, params } = useAddress();
  // Without a route the first screen is shown.
  const path = route === '' ? (FEATURES[0]?.path ?? '') : route;
  const status = useAsk('book.status', {});
  return (
    <nav className={css.sidebar} aria-label={m.shell_navigation()}>
      <div className={css.book}>
        <span className={css.bookName} title={status.data?.path ?? undefined}>
          {status.data?.name}
        </span>
        <IconButton label={m.shell_palette()} size="small" onClick={onPalette}>
          <Search size={16} aria-hidden />
        </IconButton>
      </div>
      <Links group="main" path={path} account={params['account']} />
      <Links group="plan" path={path} account={undefined} />
      <Accounts path={path} current={params['account']} />
      <div className={css.bottom}>
        <NoticeBell />
        <Indicator />
        <Links group="manage" path={path} account={undefined} />
      </div>
    </nav>
  );
}

function Links({
  group,
  path,
  account,
}: {
  group: Feature['group'];
  path: string;
  account: string | undefined;
}) {
  const features = featuresFor(useReadsOnly()).filter(feature => feature.group === group);
  return (
    <ul className={css.group}>
      {features.map(feature => {
        const Icon = feature.icon;
        const here = path === feature.path && !(feature.path === 'register' && account);
        return (
          <li key={feature.path}>
            <a className={css.link} href={hashOf(feature.path)} aria-current={here ? 'page' : undefined}>
              <Icon size={16} aria-hidden />
              <span className={css.linkText}>{feature.title()}</span>
              {feature.path === 'review' && <Waiting />}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

/** How many suggestions wait for a person's word. */
function Waiting() {
  const waiting = useAsk('suggestion.waiting', { limit: 999 }, { keep: true });
  const { count, more } = waiting.data ?? { count: 0, more: false };
  if (count === 0) return null;
  return <span className={css.count}>{more ? `${count}+` : count}</span>;
}

function Accounts({ path, current }: { path: string; current: string | undefined }) {
  const accounts = useAsk('account.list', {});
  const open = accounts.data?.items.filter(account => !account.closed) ?? [];
  if (open.length === 0) return null;
  return (
    <div role="group" aria-label={m.shell_accounts()}>
      <div className={css.heading}>
        <span>{m.shell_accounts()}</span>
        {FEATURES.some(feature => feature.path === 'accounts') && (
          <IconButton label={m.shell_manage_accounts()} size="small" onClick={() => go('accounts')}>
            <Settings2 size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      <ul className={css.group}>
        {open.map(account => (
          <li key={account.id}>
            <a
              className={css.link}
              href={hashOf('register', { account: account.id })}
              aria-current={path === 'register' && current === account.id ? 'page' : undefined}
            >
              <span className={css.linkText}>{account.name}</span>
              <Money amount={account.balance} className={css.balance} />
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
