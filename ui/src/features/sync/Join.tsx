// Bringing a book that another device has to this one: offered on the first screen.
import { useState } from 'react';
import { useLongCall } from '@/api/hooks';
import { go } from '@/app/address';
import { toastError } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Checkbox } from '@/parts/Choice';
import { TextField } from '@/parts/Field';
import { ProgressBar } from '@/parts/Progress';
import { Card } from '@/parts/States';
import { Tabs } from '@/parts/Tabs';
import { AccountForm } from './AccountForm';
import { PhraseField } from './PhraseField';
import { FolderField, FolderForm, ThroughField, type Through } from './Through';
import shared from '@/features/settings/settings.module.css';

type Way = 'code' | 'phrase' | 'shared';

export function Join() {
  const [asked, setAsked] = useState(false);
  const [way, setWay] = useState<Way>('code');
  const [through, setThrough] = useState<Through>('server');
  const close = () => setAsked(false);
  return (
    <Card title={m.sync_join()}>
      <p className={shared.about}>{m.sync_join_about()}</p>
      {asked ? (
        <Tabs
          label={m.sync_join()}
          value={way}
          onChange={next => setWay(next === 'phrase' || next === 'shared' ? next : 'code')}
          tabs={[
            { value: 'code', label: m.sync_join_by_code() },
            { value: 'phrase', label: m.sync_join_by_phrase() },
            { value: 'shared', label: m.sync_join_shared() },
          ]}
        >
          <div className={shared.form}>
            {way !== 'shared' && <ThroughField value={through} onChange={setThrough} />}
            {way === 'shared' ? (
              <Shared onCancel={close} />
            ) : way === 'code' ? (
              <ByCode through={through} onCancel={close} />
            ) : through === 'server' ? (
              <ByPhrase onCancel={close} />
            ) : (
              <FromFolder onCancel={close} />
            )}
          </div>
        </Tabs>
      ) : (
        <div className={shared.row}>
          <Button onClick={() => setAsked(true)}>{m.sync_join_begin()}</Button>
        </div>
      )}
    </Card>
  );
}

function FromFolder({ onCancel }: { onCancel: () => void }) {
  const join = useLongCall('sync.join_folder');
  const [phrase, setPhrase] = useState('');
  return (
    <FolderForm
      confirm={m.sync_join_run()}
      busy={join.running}
      ready={isWhole(phrase)}
      onCancel={onCancel}
      onSubmit={folder => void join.run({ folder, phrase: phrase.trim() }).then(arrived, toastError)}
    >
      <PhraseField value={phrase} onChange={setPhrase} />
      {join.running && <ProgressBar progress={join.progress} onCancel={join.cancel} />}
    </FolderForm>
  );
}

const isWhole = (phrase: string) => phrase.trim().split(/\s+/).length === 24;

// The screen is gone by the time the book is there.
const arrived = () => go('');

function ByCode({ through, onCancel }: { through: Through; onCancel: () => void }) {
  const join = useLongCall('sync.join_by_code');
  const [server, setServer] = useState('');
  const [folder, setFolder] = useState('');
  const [code, setCode] = useState('');
  const place = (through === 'server' ? server : folder).trim();
  const filled = place !== '' && code.trim() !== '';
  return (
    <form
      className={shared.form}
      onSubmit={event => {
        event.preventDefault();
        void join.run({ [through]: place, code: code.trim() }).then(arrived, toastError);
      }}
    >
      <p className={shared.about}>{m.sync_join_by_code_about()}</p>
      {through === 'server' ? (
        <TextField
          label={m.sync_server()}
          hint={m.sync_server_hint()}
          inputMode="url"
          value={server}
          onChange={setServer}
        />
      ) : (
        <FolderField value={folder} onChange={setFolder} />
      )}
      <TextField
        label={m.sync_code()}
        hint={m.sync_code_hint()}
        autoCapitalize="none"
        spellCheck={false}
        value={code}
        onChange={setCode}
      />
      {join.running && <ProgressBar progress={join.progress} onCancel={join.cancel} />}
      <div className={shared.row}>
        <Button kind="primary" type="submit" disabled={join.running || !filled}>
          {m.sync_join_run()}
        </Button>
        <Button onClick={onCancel}>{m.parts_cancel()}</Button>
      </div>
    </form>
  );
}

function Shared({ onCancel }: { onCancel: () => void }) {
  const join = useLongCall('sync.join_shared');
  const [code, setCode] = useState('');
  const [fresh, setFresh] = useState(false);
  return (
    <AccountForm
      confirm={m.sync_join_run()}
      busy={join.running}
      ready={code.trim() !== ''}
      onCancel={onCancel}
      onSubmit={account =>
        void join
          .run({
            ...account,
            code: code.trim(),
            ...(account.account === undefined ? {} : { new_account: fresh }),
          })
          .then(arrived, toastError)
      }
      withPassword={<Checkbox label={m.sync_new_account()} checked={fresh} onChange={setFresh} />}
    >
      <p className={shared.about}>{m.sync_join_shared_about()}</p>
      <TextField
        label={m.sync_code()}
        hint={m.sync_code_shared_hint()}
        autoCapitalize="none"
        spellCheck={false}
        value={code}
        onChange={setCode}
      />
      {join.running && <ProgressBar progress={join.progress} onCancel={join.cancel} />}
    </AccountForm>
  );
}

function ByPhrase({ onCancel }: { onCancel: () => void }) {
  const join = useLongCall('sync.join');
  const [phrase, setPhrase] = useState('');
  return (
    <AccountForm
      confirm={m.sync_join_run()}
      busy={join.running}
      ready={isWhole(phrase)}
      onCancel={onCancel}
      onSubmit={account => void join.run({ ...account, phrase: phrase.trim() }).then(arrived, toastError)}
    >
      <PhraseField value={phrase} onChange={setPhrase} />
      {join.running && <ProgressBar progress={join.progress} onCancel={join.cancel} />}
    </AccountForm>
  );
}
