// The recovery phrase in the settings: made, shown once, and tried.
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { call } from '@/api/client';
import { useAct } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Confirm, Dialog } from '@/parts/Dialog';
import { Card } from '@/parts/States';
import { PhraseDialog } from './PhraseDialog';
import { PhraseField } from './PhraseField';
import shared from '@/features/settings/settings.module.css';

/** `count`: the phrases that the book has; two where two devices made one at the same time. */
export function Phrase({ count }: { count: number }) {
  const there = count > 0;
  const make = useAct('sync.new_phrase');
  const [words, setWords] = useState<readonly string[] | null>(null);
  const [asked, setAsked] = useState(false);
  const [trying, setTrying] = useState(false);
  const run = () => make.mutate({}, { onSuccess: answer => setWords(answer.words), onError: toastError });
  return (
    <Card title={m.sync_phrase()}>
      <p className={shared.about}>{m.sync_phrase_why()}</p>
      {!there && (
        <div className={shared.state}>
          <TriangleAlert size={20} className={shared.warn} aria-hidden />
          <p>{m.sync_phrase_missing()}</p>
        </div>
      )}
      {count > 1 && (
        <div className={shared.state}>
          <TriangleAlert size={20} className={shared.warn} aria-hidden />
          <p>{m.sync_phrase_several({ count })}</p>
        </div>
      )}
      <div className={shared.row}>
        {there ? (
          <>
            <Button onClick={() => setTrying(true)}>{m.sync_phrase_try()}</Button>
            <Button kind="quiet" disabled={make.isPending} onClick={() => setAsked(true)}>
              {m.sync_phrase_renew()}
            </Button>
          </>
        ) : (
          <Button kind="primary" disabled={make.isPending} onClick={run}>
            {m.sync_phrase_make()}
          </Button>
        )}
      </div>
      <Confirm
        open={asked}
        onClose={() => setAsked(false)}
        title={m.sync_phrase_renew_title()}
        confirm={m.sync_phrase_renew()}
        onConfirm={run}
      >
        {m.sync_phrase_renew_about()}
      </Confirm>
      {trying && <Try several={count > 1} onClose={() => setTrying(false)} />}
      {words && (
        <PhraseDialog
          words={words}
          onClose={() => setWords(null)}
          onConfirmed={() => {
            setWords(null);
            toast({ text: m.sync_phrase_confirmed() });
          }}
        />
      )}
    </Card>
  );
}

/** Does what stands on the paper still bring the book back? Of several phrases it is the one to keep. */
function Try({ several, onClose }: { several: boolean; onClose: () => void }) {
  const keep = useAct('sync.keep_phrase');
  const [phrase, setPhrase] = useState('');
  const [right, setRight] = useState<boolean | null>(null);
  const run = () =>
    void call('sync.check_phrase', { phrase }).then(answer => setRight(answer.right), toastError);
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.sync_phrase_try()}
      footer={
        several && right ? (
          <Button
            kind="primary"
            disabled={keep.isPending}
            onClick={() =>
              keep.mutate(
                { phrase },
                {
                  onSuccess: () => {
                    toast({ text: m.sync_phrase_kept() });
                    onClose();
                  },
                  onError: toastError,
                },
              )
            }
          >
            {m.sync_phrase_keep()}
          </Button>
        ) : (
          <Button kind="primary" disabled={phrase.trim() === ''} onClick={run}>
            {m.sync_phrase_confirm()}
          </Button>
        )
      }
    >
      <PhraseField
        value={phrase}
        onChange={text => {
          setPhrase(text);
          setRight(null);
        }}
      />
      {right !== null && (
        <p className={right ? shared.good : shared.warn} role="alert">
          {right ? (several ? m.sync_phrase_one_of() : m.sync_phrase_right()) : m.sync_phrase_other()}
        </p>
      )}
    </Dialog>
  );
}
