import { useEffect, useState } from 'react';

/** True after that time: a page that is there at once shows no bars at all. */
export function useLater(delay_ms: number): boolean {
  const [later, setLater] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLater(true), delay_ms);
    return () => clearTimeout(timer);
  }, [delay_ms]);
  return later;
}
