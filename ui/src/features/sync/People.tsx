// Who shares the book: other accounts with their roles, a code for a new one, another role, and the end of it.
import { User } from 'lucide-react';
import { useState } from 'react';
import type { PersonRole, PersonView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Select } from '@/parts/Choice';
import { Confirm } from '@/parts/Dialog';
import { Field, TextField } from '@/parts/Field';
import { Card, ErrorState, SkeletonRows } from '@/parts/States';
import { Invite } from './Invite';
import shared from '@/features/settings/settings.module.css';
import css from './sync.module.css';

const ROLES: Record<PersonRole, () => string> = {
  owner: m.sync_role_owner,
  editor: m.sync_role_editor,
  reader: m.sync_role_reader,
  gone: m.sync_role_gone,
};

type Given = 'editor' | 'reader';

const given = (value: string): Given => (value === 'editor' ? 'editor' : 'reader');

export function People({ server }: { server: string }) {
  const list = useAsk('sync.people', {});
  const [showing, setShowing] = useState(false);
  const { refetch } = list;
  const owner = list.data?.owner ?? false;
  return (
    <Card title={m.sync_people()}>
      <p className={shared.about}>{owner ? m.sync_people_about() : m.sync_people_guest()}</p>
      {list.isError ? (
        <ErrorState error={list.error} onRetry={() => void refetch()} />
      ) : list.data ? (
        <ul className={css.devices}>
          {list.data.items.map(person => (
            <Person
              key={person.account}
              person={person}
              changes={owner && person.role !== 'owner'}
              onChanged={() => void refetch()}
            />
          ))}
        </ul>
      ) : (
        <SkeletonRows rows={2} />
      )}
      {owner && <Share onShown={() => setShowing(true)} />}
      {showing && (
        <Invite
          server={server}
          folder={null}
          onClose={() => {
            setShowing(false);
            void refetch();
          }}
        />
      )}
    </Card>
  );
}

function Share({ onShown }: { onShown: () => void }) {
  const share = useAct('sync.share');
  const [asked, setAsked] = useState(false);
  const [account, setAccount] = useState('');
  const [role, setRole] = useState<Given>('editor');
  if (!asked) {
    return (
      <div className={shared.row}>
        <Button onClick={() => setAsked(true)}>{m.sync_share()}</Button>
      </div>
    );
  }
  return (
    <form
      className={shared.form}
      onSubmit={event => {
        event.preventDefault();
        share.mutate(
          { account: account.trim(), role },
          {
            onSuccess: () => {
              setAsked(false);
              setAccount('');
              onShown();
            },
            onError: toastError,
          },
        );
      }}
    >
      <TextField
        label={m.sync_share_with()}
        hint={m.sync_share_with_hint()}
        autoCapitalize="none"
        spellCheck={false}
        value={account}
        onChange={setAccount}
      />
      <Field label={m.sync_role()}>
        {({ id }) => (
          <Select
            id={id}
            value={role}
            onChange={next => setRole(given(next))}
            options={[
              { value: 'editor', label: m.sync_role_editor() },
              { value: 'reader', label: m.sync_role_reader() },
            ]}
          />
        )}
      </Field>
      <div className={shared.row}>
        <Button kind="primary" type="submit" disabled={share.isPending || account.trim() === ''}>
          {m.sync_share_run()}
        </Button>
        <Button onClick={() => setAsked(false)}>{m.parts_cancel()}</Button>
      </div>
    </form>
  );
}

interface PersonProps {
  person: PersonView;
  /** Role and access may be changed here. */
  changes: boolean;
  onChanged: () => void;
}

function Person({ person, changes, onChanged }: PersonProps) {
  const setRole = useAct('sync.set_role');
  const unshare = useAct('sync.unshare');
  const [asked, setAsked] = useState(false);
  const { account, role } = person;
  const busy = setRole.isPending || unshare.isPending;
  return (
    <li>
      <User size={16} aria-hidden />
      <span className={css.grow}>
        {account}
        <br />
        <small className={shared.about}>{about(person)}</small>
      </span>
      {changes && role !== 'gone' && (
        <Select
          label={m.sync_role_of({ name: account })}
          value={role}
          disabled={busy}
          onChange={next =>
            setRole.mutate(
              { account, role: given(next) },
              {
                onSuccess: () => {
                  toast({ text: m.sync_role_changed({ name: account }) });
                  onChanged();
                },
                onError: toastError,
              },
            )
          }
          options={[
            { value: 'editor', label: m.sync_role_editor() },
            { value: 'reader', label: m.sync_role_reader() },
          ]}
        />
      )}
      {changes && (
        <Button
          size="small"
          kind="quiet"
          aria-label={m.sync_unshare_of({ name: account })}
          disabled={busy}
          onClick={() => setAsked(true)}
        >
          {m.sync_unshare()}
        </Button>
      )}
      <Confirm
        open={asked}
        onClose={() => setAsked(false)}
        title={m.sync_unshare_title({ name: account })}
        confirm={m.sync_unshare()}
        danger
        onConfirm={() =>
          unshare.mutate(
            { account },
            {
              onSuccess: () => {
                toast({ text: m.sync_unshared({ name: account }) });
                onChanged();
              },
              onError: toastError,
            },
          )
        }
      >
        {m.sync_unshare_about()}
      </Confirm>
    </li>
  );
}

function about({ role, devices, this: own }: PersonView): string {
  const said = [ROLES[role]()];
  if (own) said.push(m.sync_this_account());
  said.push(
    devices.length === 0 ? m.sync_person_not_yet() : m.sync_person_on({ devices: devices.join(', ') }),
  );
  return said.join(' · ');
}
