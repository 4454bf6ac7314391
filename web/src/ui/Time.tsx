import { ago, clockSeconds, day, howOld, utc, when } from '../lib/time.ts';
import { useWords } from '../lib/useNow.ts';

type Props = {
  at: string | Date;
  /** `ago`: relative and live below an hour. `exact`: with seconds, for logs. */
  as?: 'ago' | 'when' | 'exact' | 'day';
};

/** An instant in the person's zone; hovering gives it in UTC. */
export function Time({ at, as = 'ago' }: Props) {
  const instant = at instanceof Date ? at : new Date(at);
  const words = useWords((now) => WAYS[as](instant, now));
  return (
    <time dateTime={instant.toISOString()} title={utc(instant)} className="nowrap">
      {words}
    </time>
  );
}

/** How old something is, however old: where a word counts less with its age. */
export function Age({ at }: { at: string }) {
  const instant = new Date(at);
  const words = useWords((now) => howOld(instant, now));
  return (
    <time dateTime={instant.toISOString()} title={utc(instant)} className="nowrap">
      {words}
    </time>
  );
}

const WAYS = { ago, when, day, exact };

function exact(at: Date, now: Date): string {
  return when(at, now).replace(/\d\d:\d\d$/, clockSeconds(at));
}
