// A shortcut as keys.
import { keyNames } from '@/app/shortcuts';
import css from './surfaces.module.css';

export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={css.kbd}>
      {keyNames(keys).map(name => (
        <kbd key={name}>{name}</kbd>
      ))}
    </span>
  );
}
