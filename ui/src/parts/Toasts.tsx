// Shows toasts, and reads them aloud.
import { X } from 'lucide-react';
import { dismiss, useToasts } from '@/app/toasts';
import { m } from '@/messages';
import { Button, IconButton } from './Button';
import css from './surfaces.module.css';

export function Toasts() {
  const toasts = useToasts();
  return (
    <section className={css.toasts} aria-label={m.parts_messages()} aria-live="polite">
      {toasts.map(toast => (
        <div
          key={toast.id}
          className={css.toast}
          data-kind={toast.kind}
          role={toast.kind === 'error' ? 'alert' : undefined}
        >
          <div className={css.toastText}>
            <p>{toast.text}</p>
            {toast.detail && <p>{toast.detail}</p>}
          </div>
          {toast.action && (
            <Button
              size="small"
              onClick={() => {
                dismiss(toast.id);
                toast.action?.run();
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton label={m.parts_close()} size="small" onClick={() => dismiss(toast.id)}>
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
    </section>
  );
}
