// A labelled field with hint and problem, and the plain inputs that go into it.
import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type TextareaHTMLAttributes,
} from 'react';
import { cx } from '@/lib/cx';
import css from './controls.module.css';

export interface FieldProps {
  label: string;
  hint?: ReactNode;
  problem?: string | null | undefined;
  className?: string | undefined;
  /** Gets the ids that tie the input to its label and texts. */
  children: (ids: { id: string; describedBy: string | undefined; invalid: boolean }) => ReactNode;
}

export function Field({ label, hint, problem, className, children }: FieldProps) {
  const id = useId();
  const describedBy = problem ? `${id}-problem` : hint ? `${id}-hint` : undefined;
  return (
    <div className={cx(css.field, className)}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      {children({ id, describedBy, invalid: Boolean(problem) })}
      {problem ? (
        <p className={css.problem} id={`${id}-problem`} role="alert">
          {problem}
        </p>
      ) : hint ? (
        <p className={css.hint} id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

export type TextInputProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> & {
  onChange?: (value: string) => void;
  ref?: Ref<HTMLInputElement>;
};

/** A bare text input; give it an `aria-label` when no Field is around it. */
export function TextInput({ className, onChange, ...rest }: TextInputProps) {
  return (
    <input
      className={cx(css.input, className)}
      autoComplete="off"
      onChange={event => onChange?.(event.target.value)}
      {...rest}
    />
  );
}

export type TextAreaProps = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange'> & {
  onChange?: (value: string) => void;
};

export function TextArea({ className, onChange, ...rest }: TextAreaProps) {
  return (
    <textarea
      className={cx(css.input, className)}
      onChange={event => onChange?.(event.target.value)}
      {...rest}
    />
  );
}

/** A labelled text input: the common case in one line. */
export function TextField({
  label,
  hint,
  problem,
  fieldClassName,
  ...input
}: TextInputProps & { label: string; hint?: ReactNode; problem?: string | null; fieldClassName?: string }) {
  return (
    <Field label={label} hint={hint} problem={problem} className={fieldClassName}>
      {({ id, describedBy, invalid }) => (
        <TextInput id={id} aria-describedby={describedBy} aria-invalid={invalid} {...input} />
      )}
    </Field>
  );
}
