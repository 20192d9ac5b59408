// The sidebar's word on what the server has to tell: nothing where no server reads the book.
import { Bell } from 'lucide-react';
import { useAsk } from '@/api/hooks';
import { hashOf, useAddress } from '@/app/address';
import { m } from '@/messages';
import shell from '@/app/shell.module.css';

export function NoticeBell() {
  const { path } = useAddress();
  const { data } = useAsk('sync.notices', {}, { keep: true });
  if (!data?.hosted) return null;
  return (
    <a className={shell.link} href={hashOf('notices')} aria-current={path === 'notices' ? 'page' : undefined}>
      <Bell size={16} aria-hidden />
      <span className={shell.linkText}>{m.sync_notices()}</span>
      {data.unread > 0 && (
        <span className={shell.count} aria-label={m.sync_notices_unread({ count: data.unread })}>
          {data.unread}
        </span>
      )}
    </a>
  );
}
