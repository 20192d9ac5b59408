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

/** `there`: the book has a phrase already. */
export function Phrase({ there }: { there: boolean }) {
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
      {trying && <Try onClose={() => setTrying(false)} />}
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

/** Does what stands on the paper still bring the book back? */
function Try({ onClose }: { onClose: () => void }) {
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
        <Button kind="primary" disabled={phrase.trim() === ''} onClick={run}>
          {m.sync_phrase_confirm()}
        </Button>
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
          {right ? m.sync_phrase_right() : m.sync_phrase_other()}
        </p>
      )}
    </Dialog>
  );
}
