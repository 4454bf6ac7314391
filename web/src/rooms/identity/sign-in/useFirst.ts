import { type RefObject, useEffect, useRef } from 'react';

const FIRST = 'input[data-autofocus], button[data-autofocus], [data-autofocus] input';

/** A step of a page that takes the place of the one before takes the focus too: at its first field, or itself. */
export function useFirst<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null);
  useEffect(() => {
    (ref.current?.querySelector<HTMLElement>(FIRST) ?? ref.current)?.focus();
  }, []);
  return ref;
}
