import { useNow } from '../../../lib/useNow.ts';
import { Time } from '../../../ui/Time.tsx';
import { text } from '../accountText.ts';
import type { Alone } from '../model.ts';
import { familyWords } from '../words.ts';

/** Since when nobody asks a shop that does not answer, and when one call tries whether it is back. */
export function LeftAlone({ alone }: { alone: Alone }) {
  return (
    <>
      {alone.since && <>{text.aloneSince} <Time at={alone.since} as="when" />, {text.aloneWhy(alone.partly ? alone.names.map(familyWords).join(', ') : '')} </>}
      <NextTry at={alone.nextAt} trying={alone.trying} /> {text.meanwhile}
    </>
  );
}

export function NextTry({ at, trying }: { at: Date | null; trying: boolean }) {
  const now = useNow();
  if (trying) return text.triedNow;
  return at === null || at.getTime() <= now ? text.triedNext : <>{text.tried} <Time at={at} />.</>;
}
