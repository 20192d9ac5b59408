// Bringing a book that another device has to this one: offered on the first screen.
import { useState } from 'react';
import { useLongCall } from '@/api/hooks';
import { go } from '@/app/address';
import { toastError } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Field, TextArea } from '@/parts/Field';
import { ProgressBar } from '@/parts/Progress';
import { Card } from '@/parts/States';
import { AccountForm } from './AccountForm';
import shared from '@/features/settings/settings.module.css';

export function Join() {
  const join = useLongCall('sync.join');
  const [asked, setAsked] = useState(false);
  const [phrase, setPhrase] = useState('');
  return (
    <Card title={m.sync_join()}>
      <p className={shared.about}>{m.sync_join_about()}</p>
      {asked ? (
        <AccountForm
          confirm={m.sync_join_run()}
          busy={join.running}
          ready={phrase.trim().split(/\s+/).length === 24}
          onCancel={() => setAsked(false)}
          onSubmit={account =>
            // The screen is gone by the time the book is there.
            void join.run({ ...account, phrase: phrase.trim() }).then(() => go(''), toastError)
          }
        >
          <Field label={m.sync_phrase()} hint={m.sync_join_phrase_hint()}>
            {({ id, describedBy }) => (
              <TextArea
                id={id}
                aria-describedby={describedBy}
                rows={3}
                autoCapitalize="none"
                spellCheck={false}
                value={phrase}
                onChange={setPhrase}
              />
            )}
          </Field>
          {join.running && <ProgressBar progress={join.progress} onCancel={join.cancel} />}
        </AccountForm>
      ) : (
        <div className={shared.row}>
          <Button onClick={() => setAsked(true)}>{m.sync_join_begin()}</Button>
        </div>
      )}
    </Card>
  );
}
