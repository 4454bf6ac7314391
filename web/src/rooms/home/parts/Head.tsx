import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { clock, longDay } from '../../../lib/time.ts';
import { useNow } from '../../../lib/useNow.ts';
import { zone } from '../../../lib/zone.ts';
import { Link } from '../../../ui/Link.tsx';
import { PageHead } from '../../../ui/PageHead.tsx';
import { Sign } from '../../../ui/State.tsx';
import { type Check, rolesQuery } from '../api.ts';
import { troubles } from '../model.ts';
import { text } from '../text.ts';

/** The day where the person is, and one line about the machine. */
export function Head({ checks }: { checks: readonly Check[] | undefined }) {
  // After the first drawing, which need not wait for what is known of days and zones.
  const drawn = useDeferredValue(true, false);
  return (
    <PageHead
      title={text.title}
      facts={
        <>
          {drawn && <Day />}
          {checks && <Machine checks={checks} />}
        </>
      }
    />
  );
}

function Day() {
  const now = new Date(useNow());
  const place = zone().split('/').at(-1)?.replaceAll('_', ' ') ?? zone();
  return <span>{text.head(longDay(now), clock(now), place)}</span>;
}

function Machine({ checks }: { checks: readonly Check[] }) {
  const roles = useQuery(rolesQuery).data ?? [];
  const wrong = troubles(checks, roles);
  return (
    <Link to="/settings/health">
      <Sign shape={wrong === 0 ? 'pulse' : 'warn'} colour={wrong === 0 ? 'ok' : 'warn'}>
        {wrong === 0 ? text.allRun : text.someNeed(wrong)}
      </Sign>
    </Link>
  );
}
