// Choosing: a list, a list one types into, a tick, a switch, a menu.
import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { Combobox as BaseCombobox } from '@base-ui/react/combobox';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Select as BaseSelect } from '@base-ui/react/select';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { Check, ChevronDown, Minus } from 'lucide-react';
import { useMemo, useState, type ReactElement, type ReactNode, type Ref } from 'react';
import { cx } from '@/lib/cx';
import { fold } from '@/lib/text';
import css from './controls.module.css';

export interface Option {
  value: string;
  label: string;
  /** Shown at the end, and found by typing. */
  detail?: string | undefined;
  /** Heading it stands under. */
  group?: string | undefined;
}

export interface SelectProps {
  /** For readers of the screen, when no Field gives an id. */
  label?: string;
  id?: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
  disabled?: boolean;
  className?: string;
}

export function Select({ label, id, value, options, onChange, disabled, className }: SelectProps) {
  return (
    <BaseSelect.Root
      items={options.map(option => ({ value: option.value, label: option.label }))}
      value={value}
      onValueChange={next => next !== null && onChange(next)}
      disabled={disabled}
    >
      <BaseSelect.Trigger id={id} aria-label={label} className={cx(css.button, css.select, className)}>
        <BaseSelect.Value />
        <BaseSelect.Icon>
          <ChevronDown size={14} aria-hidden />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner className={css.positioner} sideOffset={4} alignItemWithTrigger={false}>
          <BaseSelect.Popup className={css.popup}>
            {options.map(option => (
              <BaseSelect.Item key={option.value} value={option.value} className={css.item}>
                <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                <BaseSelect.ItemIndicator className={css.itemEnd}>
                  <Check size={14} aria-hidden />
                </BaseSelect.ItemIndicator>
              </BaseSelect.Item>
            ))}
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}

export interface ComboboxProps {
  label?: string;
  id?: string;
  value: string | null;
  options: readonly Option[];
  onChange: (value: string | null) => void;
  /** Offers to make what was typed. */
  onCreate?: ((text: string) => void) | undefined;
  createLabel?: (text: string) => string;
  emptyText: string;
  placeholder?: string;
  autoFocus?: boolean;
  className?: string;
  inputRef?: Ref<HTMLInputElement>;
  /** The list opens at once, as in a cell that is being edited. */
  defaultOpen?: boolean;
  onClose?: () => void;
}

const CREATE = '\u0000create';

/** A field that completes: case and accents do not matter, a new entry can be made where that is allowed. */
export function Combobox(props: ComboboxProps) {
  const { options, value, onCreate, createLabel } = props;
  const [typed, setTyped] = useState('');
  const selected = useMemo(() => options.find(option => option.value === value) ?? null, [options, value]);
  const found = useMemo(() => {
    const wanted = selected && typed === selected.label ? '' : fold(typed);
    const matching = options.filter(
      option =>
        wanted === '' ||
        fold(`${option.label} ${option.detail ?? ''} ${option.group ?? ''}`).includes(wanted),
    );
    const exact = options.some(option => fold(option.label) === wanted);
    return onCreate && wanted !== '' && !exact
      ? [...matching, { value: CREATE, label: createLabel?.(typed.trim()) ?? typed.trim() }]
      : matching;
  }, [options, typed, onCreate, createLabel, selected]);
  return (
    <BaseCombobox.Root<Option>
      items={found}
      filter={null}
      value={selected}
      itemToStringLabel={option => option.label}
      isItemEqualToValue={(one, other) => one.value === other.value}
      defaultOpen={props.defaultOpen ?? false}
      autoHighlight
      onInputValueChange={setTyped}
      onOpenChange={open => !open && props.onClose?.()}
      onValueChange={option => {
        if (option?.value === CREATE) onCreate?.(typed.trim());
        else props.onChange(option?.value ?? null);
      }}
    >
      <BaseCombobox.Input
        ref={props.inputRef}
        id={props.id}
        aria-label={props.label}
        placeholder={props.placeholder}
        // What is typed takes the place of what was chosen.
        onFocus={event => event.currentTarget.select()}
        // A cell that a person has just opened for editing: the focus belongs there.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={props.autoFocus}
        className={cx(css.input, props.className)}
      />
      <BaseCombobox.Portal>
        <BaseCombobox.Positioner className={css.positioner} sideOffset={4}>
          <BaseCombobox.Popup className={css.popup}>
            <BaseCombobox.Empty className={css.empty}>{props.emptyText}</BaseCombobox.Empty>
            <BaseCombobox.List>
              {(option: Option) => (
                <BaseCombobox.Item key={option.value} value={option} className={css.item}>
                  <span>{option.label}</span>
                  {(option.detail ?? option.group) && (
                    <span className={css.itemEnd}>{option.detail ?? option.group}</span>
                  )}
                </BaseCombobox.Item>
              )}
            </BaseCombobox.List>
          </BaseCombobox.Popup>
        </BaseCombobox.Positioner>
      </BaseCombobox.Portal>
    </BaseCombobox.Root>
  );
}

export interface CheckboxProps {
  checked: boolean;
  indeterminate?: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  /** The label is read aloud but not shown, as in a table. */
  hideLabel?: boolean;
  disabled?: boolean;
}

export function Checkbox({ checked, indeterminate, onChange, label, hideLabel, disabled }: CheckboxProps) {
  const box = (
    <BaseCheckbox.Root
      checked={checked}
      indeterminate={indeterminate}
      disabled={disabled}
      onCheckedChange={onChange}
      aria-label={hideLabel ? label : undefined}
      className={css.box}
    >
      <BaseCheckbox.Indicator>
        {indeterminate ? <Minus size={12} aria-hidden /> : <Check size={12} aria-hidden />}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
  // The box is labelled by what surrounds it.
  // oxlint-disable-next-line jsx-a11y/label-has-associated-control
  return hideLabel ? (
    box
  ) : (
    <label className={css.check}>
      {box}
      {label}
    </label>
  );
}

export function Switch({
  checked,
  onChange,
  label,
  disabled,
}: Omit<CheckboxProps, 'hideLabel' | 'indeterminate'>) {
  return (
    // oxlint-disable-next-line jsx-a11y/label-has-associated-control
    <label className={css.check}>
      <BaseSwitch.Root
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        className={css.switch}
      >
        <BaseSwitch.Thumb className={css.thumb} />
      </BaseSwitch.Root>
      {label}
    </label>
  );
}

export interface MenuItem {
  label: string;
  icon?: ReactNode;
  keys?: string;
  disabled?: boolean;
  danger?: boolean;
  run: () => void;
}

/** A menu behind a button. `null` in the list is a line between groups. */
export function Menu({ trigger, items }: { trigger: ReactElement; items: readonly (MenuItem | null)[] }) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner className={css.positioner} sideOffset={4} align="end">
          <BaseMenu.Popup className={css.popup}>
            {items.map((item, place) =>
              item === null ? (
                <BaseMenu.Separator key={`line ${place}`} className={css.separator} />
              ) : (
                <BaseMenu.Item
                  key={item.label}
                  className={cx(css.item, item.danger && css.danger)}
                  disabled={item.disabled}
                  onClick={item.run}
                >
                  {item.icon}
                  {item.label}
                  {item.keys && <span className={css.itemEnd}>{item.keys}</span>}
                </BaseMenu.Item>
              ),
            )}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}
