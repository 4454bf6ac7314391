import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useDeferredValue, useEffect } from 'react';
import { useGo } from '../../lib/address.ts';
import { meQuery, readMe } from '../../lib/me.ts';
import { Refusal } from '../../lib/problem.ts';
import { ended, onRenew } from '../../lib/session.ts';
import { useSignal } from '../../lib/signal.ts';
import { useSignOut } from '../../lib/signing.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { text } from './text.ts';

onRenew(readMe);

/** Knows who is there, or leads to sign-in and from there back to this very address. */
export function Signed({ children }: { children: ReactNode }) {
  const me = useQuery(meQuery);
  // Drawn as something that can wait, so that it is on the screen before its own questions are asked.
  const known = useDeferredValue(me.data);
  const go = useGo();
  const router = useRouter();
  const signOut = useSignOut();
  const gone = useSignal(ended);
  useEffect(() => {
    if (!gone) return;
    const next = router.history.location.href;
    go(`/sign-in?${new URLSearchParams({ next })}`, { replace: true });
  }, [gone, go, router]);

  if (known?.workspace || (known?.withheld && known.memberships.length > 0)) return children;
  if (known) {
    return (
      <main id="main">
        <Empty title={text.noWorkspace} more={text.noWorkspaceMore}>
          <Link to="/workspaces/new" className="button filled">{text.makeWorkspace}</Link>
          <Button leftSection={<Icon name="out" />} onClick={() => void signOut()}>{text.signOut}</Button>
        </Empty>
      </main>
    );
  }
  if (me.error && !(me.error instanceof Refusal && me.error.status === 401)) {
    return (
      <main id="main">
        <Empty title={me.error.message} more={me.error instanceof Refusal && me.error.nextStep} icon="plug">
          <Button leftSection={<Icon name="refresh" />} onClick={() => void me.refetch()}>{text.tryNow}</Button>
        </Empty>
      </main>
    );
  }
  return <Loading label={text.loading} />;
}
