// Where a person types the 24 words.
import { m } from '@/messages';
import { Field, TextArea } from '@/parts/Field';

export function PhraseField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  return (
    <Field label={m.sync_phrase()} hint={m.sync_join_phrase_hint()}>
      {({ id, describedBy }) => (
        <TextArea
          id={id}
          aria-describedby={describedBy}
          rows={3}
          autoCapitalize="none"
          spellCheck={false}
          value={value}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
