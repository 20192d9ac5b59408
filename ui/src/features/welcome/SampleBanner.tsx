// Says on every screen that this is the sample book, with the way out.
import { FlaskConical } from 'lucide-react';
import { call } from '@/api/client';
import { useAct, useAsk } from '@/api/hooks';
import { go } from '@/app/address';
import { toast, toastError } from '@/app/toasts';
import { addPath } from '@/features/import/flow';
import { Button } from '@/parts/Button';
import { m } from '@/messages';
import css from './welcome.module.css';

export function SampleBanner() {
  const status = useAsk('book.status', {});
  const remove = useAct('book.remove_sample');
  if (!status.data?.sample) return null;
  const example = async () => {
    const { path } = await call('file.stage_sample', {});
    go('import');
    addPath(path);
  };
  const leave = () =>
    remove.mutate({}, { onSuccess: () => toast({ text: m.welcome_removed() }), onError: toastError });
  return (
    <div className={css.banner}>
      <FlaskConical size={16} aria-hidden />
      <span>{m.welcome_banner()}</span>
      <Button size="small" onClick={() => void example().catch(toastError)}>
        {m.welcome_banner_try()}
      </Button>
      <Button size="small" disabled={remove.isPending} onClick={leave}>
        {m.welcome_banner_remove()}
      </Button>
    </div>
  );
}
