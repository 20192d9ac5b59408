// The sidebar's word on sync: nothing where the book is on this device alone.
import { Cloud, CloudAlert, CloudOff, RefreshCw } from 'lucide-react';
import { useAsk } from '@/api/hooks';
import { hashOf } from '@/app/address';
import { needsAttention, stateText } from './texts';
import shared from '@/features/settings/settings.module.css';
import css from './sync.module.css';

export function Indicator() {
  const { data } = useAsk('sync.status', {}, { keep: true });
  if (!data || data.state === 'off') return null;
  const Icon = needsAttention(data)
    ? CloudAlert
    : data.state === 'away'
      ? CloudOff
      : data.state === 'level'
        ? Cloud
        : RefreshCw;
  return (
    <a className={css.indicator} href={hashOf('settings', { section: 'sync' })}>
      <Icon size={15} className={needsAttention(data) ? shared.warn : undefined} aria-hidden />
      <span>{stateText(data)}</span>
    </a>
  );
}
