// Dialogs in the middle, drawers at the side. Escape closes them; the focus returns to where it was.
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { m } from '@/messages';
import { Button, IconButton } from './Button';
import css from './surfaces.module.css';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  about?: ReactNode;
  children: ReactNode;
  /** Buttons at the end. */
  footer?: ReactNode;
  kind?: 'dialog' | 'wide' | 'drawer';
}

export function Dialog({ open, onClose, title, about, children, footer, kind = 'dialog' }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={next => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={css.backdrop} />
        <Base.Popup className={cx(kind === 'drawer' ? css.drawer : css.dialog, kind === 'wide' && css.wide)}>
          <div className={css.titleRow}>
            <div>
              <Base.Title render={<h2>{title}</h2>} />
              {about && <Base.Description className={css.about} render={<div>{about}</div>} />}
            </div>
            <Base.Close
              render={
                <IconButton label={m.parts_close()} size="small">
                  <X size={16} aria-hidden />
                </IconButton>
              }
            />
          </div>
          {children}
          {footer && <div className={css.footer}>{footer}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  children?: ReactNode;
  /** The word for what will be done. */
  confirm: string;
  danger?: boolean;
}

/** Asks before something that is hard to take back. */
export function Confirm({ open, onClose, onConfirm, title, children, confirm, danger }: ConfirmProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button
            kind={danger ? 'danger' : 'primary'}
            onClick={() => {
              onClose();
              onConfirm();
            }}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <div>{children}</div>
    </Dialog>
  );
}
