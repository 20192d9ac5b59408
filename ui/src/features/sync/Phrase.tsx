// The recovery phrase in the settings.
import { useState } from 'react';
import { call } from '@/api/client';
import { toast, toastError } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Card } from '@/parts/States';
import { PhraseDialog } from './PhraseDialog';
import shared from '@/features/settings/settings.module.css';

export function Phrase() {
  const [words, setWords] = useState<readonly string[] | null>(null);
  const show = () => void call('sync.phrase', {}).then(answer => setWords(answer.words), toastError);
  return (
    <Card title={m.sync_phrase()}>
      <p className={shared.about}>{m.sync_phrase_why()}</p>
      <div className={shared.row}>
        <Button onClick={show}>{m.sync_phrase_show()}</Button>
      </div>
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
