import { useState } from 'react';
import { signal, useSignal } from '../lib/signal.ts';
import { Icon } from './Icon.tsx';
import classes from './Picture.module.css';

type Props = { url: string | null | undefined; alt: string; large?: boolean };

/** Whether the page's policy keeps pictures of shops away: refused once, no other one is asked for. */
const refused = signal(false);
document.addEventListener('securitypolicyviolation', (event) => {
  if (event.effectiveDirective === 'img-src') refused.set(true);
});

/** A picture that a shop shows, from there; where there is none, or it does not come, a quiet sign. */
export function Picture({ url, alt, large = false }: Props) {
  const [missed, setMissed] = useState('');
  const kept = useSignal(refused) && /^https?:/.test(url ?? '');
  return (
    <span className={`${classes.picture} ${large ? classes.large : ''}`}>
      {url && !kept && missed !== url ? (
        <img src={url} alt={alt} loading="lazy" decoding="async" referrerPolicy="no-referrer" onError={() => setMissed(url)} />
      ) : (
        <Icon name="catalog" />
      )}
    </span>
  );
}
