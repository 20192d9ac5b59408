// The recovery phrase: shown, then asked for in part, so that it stands on paper before it is needed.
import { useState } from 'react';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Dialog } from '@/parts/Dialog';
import { TextField } from '@/parts/Field';
import { askedPlaces } from './texts';
import shared from '@/features/settings/settings.module.css';
import css from './sync.module.css';

export interface PhraseDialogProps {
  words: readonly string[];
  /** The person has shown that it is written down. */
  onConfirmed: () => void;
  onClose: () => void;
}

export function PhraseDialog({ words, onConfirmed, onClose }: PhraseDialogProps) {
  const [asked, setAsked] = useState<readonly number[] | null>(null);
  const [given, setGiven] = useState<Readonly<Record<number, string>>>({});
  const [wrong, setWrong] = useState(false);
  const check = () => {
    const right = asked?.every(place => (given[place] ?? '').trim().toLowerCase() === words[place]);
    setWrong(!right);
    if (right) onConfirmed();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      kind="wide"
      title={m.sync_phrase()}
      about={asked ? m.sync_phrase_check() : m.sync_phrase_about()}
      footer={
        asked ? (
          <>
            <Button
              onClick={() => {
                setAsked(null);
                setGiven({});
                setWrong(false);
              }}
            >
              {m.sync_phrase_again()}
            </Button>
            <Button kind="primary" onClick={check}>
              {m.sync_phrase_confirm()}
            </Button>
          </>
        ) : (
          <Button kind="primary" onClick={() => setAsked(askedPlaces(words.length, Math.random))}>
            {m.sync_phrase_written()}
          </Button>
        )
      }
    >
      {asked ? (
        <form
          className={shared.form}
          onSubmit={event => {
            event.preventDefault();
            check();
          }}
        >
          {asked.map(place => (
            <TextField
              key={place}
              label={m.sync_phrase_word({ number: place + 1 })}
              value={given[place] ?? ''}
              autoCapitalize="none"
              spellCheck={false}
              onChange={word => setGiven(before => ({ ...before, [place]: word }))}
            />
          ))}
          {wrong && (
            <p className={shared.warn} role="alert">
              {m.sync_phrase_wrong()}
            </p>
          )}
          <button type="submit" hidden>
            {m.sync_phrase_confirm()}
          </button>
        </form>
      ) : (
        <ol className={css.words} aria-label={m.sync_phrase()}>
          {words.map((word, place) => (
            <li key={`${place} ${word}`}>
              <span aria-hidden>{place + 1}</span>
              {word}
            </li>
          ))}
        </ol>
      )}
    </Dialog>
  );
}
