// A text field with suggestions from the core: what is typed stands, a suggestion only completes it.
import { Autocomplete } from '@base-ui/react/autocomplete';
import { useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { cx } from '@/lib/cx';
import css from './controls.module.css';

export interface Suggestion {
  /** What the field says when it is taken. */
  value: string;
  label: string;
  detail?: string | null | undefined;
}

export interface SuggestProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  items: readonly Suggestion[];
  /** Enter, when no suggestion is lit. */
  onEnter?: () => void;
  onChoose?: (item: Suggestion) => void;
  /** Escape, when no list is open. */
  onEscape?: () => void;
  /** Where the cursor stands, in letters. */
  onCursor?: (place: number) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  onBlur?: () => void;
  placeholder?: string;
  autoFocus?: boolean;
  /** What is typed takes the place of what stands there. */
  replaces?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
  className?: string | undefined;
  inputRef?: Ref<HTMLInputElement>;
}

export function Suggest(props: SuggestProps) {
  const lit = useRef(false);
  const [wanted, setWanted] = useState(false);
  // A list without suggestions is none: the field does not claim to show one.
  const open = wanted && props.items.length > 0;
  const cursor = (input: HTMLInputElement) =>
    props.onCursor?.(Array.from(input.value.slice(0, input.selectionStart ?? input.value.length)).length);
  return (
    <Autocomplete.Root<Suggestion>
      mode="none"
      items={props.items}
      value={props.value}
      itemToStringValue={item => item.value}
      onValueChange={(value, details) => {
        // Escape leaves the field; it does not empty it.
        if (details.reason === 'escape-key') return;
        props.onChange(value);
        if (details.reason !== 'item-press') return;
        const chosen = props.items.find(item => item.value === value);
        if (chosen) props.onChoose?.(chosen);
      }}
      onItemHighlighted={item => {
        lit.current = item !== undefined;
      }}
      open={open}
      onOpenChange={next => {
        setWanted(next);
        if (!next) lit.current = false;
      }}
    >
      <Autocomplete.Input
        ref={props.inputRef}
        aria-label={props.label}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        placeholder={props.placeholder}
        // A cell that a person has just opened for editing: the focus belongs there.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={props.autoFocus}
        spellCheck={false}
        className={cx(css.input, props.className)}
        onFocus={event => props.replaces && event.currentTarget.select()}
        onBlur={() => {
          setWanted(false);
          props.onBlur?.();
        }}
        onInput={event => cursor(event.currentTarget)}
        onSelect={event => cursor(event.currentTarget)}
        onKeyDown={event => {
          if (event.key === 'Enter' && !(open && lit.current)) {
            setWanted(false);
            props.onEnter?.();
          }
          if (event.key === 'Escape' && !open) {
            setWanted(false);
            props.onEscape?.();
          }
          props.onKeyDown?.(event);
        }}
      />
      {props.items.length > 0 && (
        <Autocomplete.Portal>
          <Autocomplete.Positioner className={css.positioner} sideOffset={4} align="start">
            <Autocomplete.Popup className={css.popup}>
              <Autocomplete.List>
                {(item: Suggestion) => (
                  <Autocomplete.Item key={item.value} value={item} className={css.item}>
                    <span>{item.label}</span>
                    {item.detail && <span className={css.itemEnd}>{item.detail}</span>}
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      )}
    </Autocomplete.Root>
  );
}
