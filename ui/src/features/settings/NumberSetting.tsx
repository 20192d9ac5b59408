// A whole number among the settings: taken when the field is left.
import { useEffect, useState } from 'react';
import { TextField } from '@/parts/Field';
import { useSetting } from './useSetting';

export function NumberSetting({ name, label, hint }: { name: string; label: string; hint?: string }) {
  const [value, change] = useSetting(name);
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => setDraft(null), [value]);
  const take = () => {
    if (draft !== null && draft.trim() !== '' && draft !== value) change(draft.trim());
    else setDraft(null);
  };
  return (
    <TextField
      label={label}
      hint={hint}
      inputMode="numeric"
      value={draft ?? value ?? ''}
      onChange={setDraft}
      onBlur={take}
      onKeyDown={event => event.key === 'Enter' && take()}
    />
  );
}
