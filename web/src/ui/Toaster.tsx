import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { catalogue } from '../lib/catalogue.ts';
import { useSignal } from '../lib/signal.ts';
import { dismissToast, type Toast, toasts } from '../lib/toasts.ts';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';
import { Shape, type ShapeName } from './Shape.tsx';
import classes from './Toaster.module.css';

const text = catalogue({ en: { close: 'Close', region: 'Messages' }, id: { close: 'Tutup', region: 'Pesan' } });

const STAYS_MS = 5_000;
const SIGNS: Record<Toast['tone'], [ShapeName, string]> = {
  ok: ['check', 'ok'],
  proven: ['seal', 'ok'],
  bad: ['octagon', 'bad'],
  warn: ['warn', 'warn'],
  plain: ['ringDot', 'ink2'],
};

/** The newest below. They are read out politely and stay while one looks at them. */
export function Toaster() {
  const all = useSignal(toasts);
  const ref = useRef<HTMLElement>(null);
  const newest = all.at(-1)?.id;
  useEffect(() => {
    // The browser lifts a dialog above the page; what is said while one is open is lifted above it.
    if (newest === undefined || !document.querySelector('dialog[open]')) return;
    const region = ref.current;
    region?.setAttribute('popover', 'manual');
    region?.showPopover?.();
    return () => region?.removeAttribute('popover');
  }, [newest]);
  return (
    <section ref={ref} className={classes.region} aria-label={text.region} aria-live="polite">
      {all.map((one) => <Card key={one.id} toast={one} />)}
    </section>
  );
}

export function Card({ toast, stays = false }: { toast: Toast; stays?: boolean }) {
  const [held, setHeld] = useState(stays);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(toast.id), STAYS_MS);
    return () => clearTimeout(timer);
  }, [held, toast.id]);
  const [shape, colour] = SIGNS[toast.tone];
  const hold = () => setHeld(true);
  const free = () => setHeld(stays);
  return (
    <div className={classes.toast} onMouseEnter={hold} onMouseLeave={free} onFocus={hold} onBlur={free}>
      <Shape name={shape} className={colour} />
      <span className={classes.words}>{toast.words}</span>
      {toast.act && (
        <Button
          size="xs"
          leftSection={toast.act.icon && <Icon name={toast.act.icon} />}
          onClick={() => {
            toast.act?.run();
            dismissToast(toast.id);
          }}
        >
          {toast.act.label}
        </Button>
      )}
      <IconButton icon="x" label={text.close} onClick={() => dismissToast(toast.id)} />
    </div>
  );
}
