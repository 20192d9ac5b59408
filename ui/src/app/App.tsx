// The whole page: with an open book the shell, without one the welcome screen.
import { lazy, Suspense } from 'react';
import { useAsk } from '@/api/hooks';
import { draftsOf } from '@/lib/drafts';
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
  if (status.isError) return <ErrorState error={status.error} onRetry={() => void status.refetch()} />;
  if (!status.data) return null;
  draftsOf(status.data.path ?? '');
  if (status.data.open && !asked) return <Shell key={status.data.path} />;
  return (
    <Boundary screen="welcome">
      <Suspense>{asked ? <Unlock key={asked} path={asked} /> : <Welcome />}</Suspense>
      <Toasts />
    </Boundary>
  );
}
