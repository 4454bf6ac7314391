import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { Live, Stream } from '../../lib/live.ts';
import { useMe } from '../../lib/me.ts';
import { openNews } from '../../lib/news.ts';
import { place } from '../../lib/place.ts';
import { noteAnswer, noteSilence, watchReach } from '../../lib/reach.ts';
import { useSignal } from '../../lib/signal.ts';

const Context = createContext<Stream | null>(null);

/** One stream of news for each workspace that is open in this tab. */
export function NewsProvider({ children }: { children: ReactNode }) {
  const here = useSignal(place);
  return <Opened key={here}>{children}</Opened>;
}

function Opened({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [stream] = useState(() => openNews(client));
  const { phase } = useSyncExternalStore(stream.subscribe, stream.snapshot);
  // Whose permissions are held back is refused the stream: that is an answer, not silence.
  const withheld = useMe()?.withheld ?? '';

  useEffect(watchReach, []);
  useEffect(() => {
    window.addEventListener('online', stream.tryNow);
    return () => window.removeEventListener('online', stream.tryNow);
  }, [stream]);
  useEffect(() => {
    if (phase === 'live') noteAnswer(null);
    // A line that is only being changed is back within this time.
    const timer = phase === 'offline' && !withheld ? setTimeout(noteSilence, 5_000) : undefined;
    return () => clearTimeout(timer);
  }, [phase, withheld]);

  return <Context value={stream}>{children}</Context>;
}

export function useNews(): { live: Live; tryNow: () => void } {
  const stream = useContext(Context);
  if (!stream) throw new Error('useNews stands below NewsProvider');
  return { live: useSyncExternalStore(stream.subscribe, stream.snapshot), tryNow: stream.tryNow };
}
