// Buttons. One primary action per view; everything else is plain or quiet.
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { cx } from '@/lib/cx';
import css from './controls.module.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  size?: 'normal' | 'small';
  icon?: ReactNode;
}

export function Button({ kind = 'plain', size = 'normal', icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={cx(css.button, kind !== 'plain' && css[kind], size === 'small' && css.small, className)}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children'> {
  /** What it does: read aloud and shown on hover. */
  label: string;
  children: ReactNode;
}

export function IconButton({ label, className, kind = 'quiet', children, ...rest }: IconButtonProps) {
  return (
    <Button kind={kind} aria-label={label} title={label} className={cx(css.icon, className)} {...rest}>
      {children}
    </Button>
  );
}
