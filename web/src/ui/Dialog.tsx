import { type ReactNode, useEffect, useRef } from 'react';
import classes from './Dialog.module.css';
import { InDialog } from './layer.ts';

type Props = {
  open: boolean;
  onClose: () => void;
  /** `sheet`: from the side, or from below on a phone. */
  kind?: 'dialog' | 'sheet' | 'top';
  /** The id of its title. */
  labelledBy?: string;
  label?: string;
  wide?: boolean;
  children: ReactNode;
};

/** The browser's own dialog: it keeps the focus, gives it back, and Esc closes it. */
export function Dialog({ open, onClose, kind = 'dialog', labelledBy, label, wide = false, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog || dialog.open === open) return;
    if (!open) return dialog.close();
    dialog.showModal();
    dialog.querySelector<HTMLElement>('[data-autofocus], [data-autofocus] input')?.focus();
  }, [open]);

  return (
    // A click beside the dialog is a click on the dialog itself: its content fills it. Esc does the same.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className={`${classes.dialog} ${classes[kind]} ${wide ? classes.wide : ''}`}
      aria-labelledby={labelledBy}
      aria-label={label}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      {open && (
        <InDialog value>
          <div className={classes.body}>{children}</div>
        </InDialog>
      )}
    </dialog>
  );
}
