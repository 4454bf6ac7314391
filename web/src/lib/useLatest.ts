import { type RefObject, useEffect, useRef } from 'react';

/** The newest of what is handed over, in a box that stays the same; to be opened in handlers only. */
export function useLatest<T>(latest: T): RefObject<T> {
  const box = useRef(latest);
  useEffect(() => {
    box.current = latest;
  });
  return box;
}
