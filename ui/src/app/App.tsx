// The whole page: with an open book the shell, without one the welcome screen.
import { lazy, Suspense, useEffect } from 'react';
import { useAsk } from '@/api/hooks';
import { clearDrafts, draftsOf } from '@/lib/drafts';
import { ErrorState } from '@/parts/States';
import { Toasts } from '@/parts/Toasts';
import { Boundary } from './Boundary';
import { Shell } from './Shell';
import { useAsked } from './unlock';

const Welcome = lazy(() => import('@/features/welcome/Welcome'));
const Unlock = lazy(() => import('@/features/settings/Unlock'));

export function App() {
  const status = useAsk('book.status', {});
  const asked = useAsked(status.data?.open ? null : status.data?.locked);
  const locked = status.data?.locked;
  useEffect(() => {
    if (locked) clearDrafts(locked);
  }, [locked]);
  if (status.isError) return <ErrorState error={status.error} onRetry={() => void status.refetch()} />;
  if (!status.data) return null;
  draftsOf(status.data.path ?? '', status.data.encrypted);
  if (status.data.open && !asked) return <Shell key={status.data.path} />;
  return (
    <Boundary screen="welcome">
      <Suspense>{asked ? <Unlock key={asked} path={asked} /> : <Welcome />}</Suspense>
      <Toasts />
    </Boundary>
  );
}
