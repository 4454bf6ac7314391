import { useQuery } from '@tanstack/react-query';
import { countsQuery } from '../../lib/changes.ts';
import { useMay } from '../../lib/me.ts';
import { sumOfTroubles, troubleCountsQuery } from '../../lib/orders.ts';
import { useShops } from '../../lib/shops.ts';
import { WithRail } from '../../ui/PageHead.tsx';
import { invitationsQuery, noticesQuery, stoppedQuery } from './api.ts';
import { needsOf } from './model.ts';
import { Head } from './parts/Head.tsx';
import { JobsCard } from './parts/JobsCard.tsx';
import { LatestCard } from './parts/LatestCard.tsx';
import { NeedsCard } from './parts/NeedsCard.tsx';
import { ProvenCard } from './parts/ProvenCard.tsx';
import { ShopsCard } from './parts/ShopsCard.tsx';
import { StepsCard } from './parts/StepsCard.tsx';
import { WorkspaceCard } from './parts/WorkspaceCard.tsx';
import { text } from './text.ts';
import { useChecks } from './useChecks.ts';
import { useSteps } from './useSteps.ts';
import { useWhen } from './useWhen.ts';

/** What needs this person, what to do next, what happened last. One button is filled. */
export default function HomeScreen() {
  const may = useMay();
  const when = useWhen();
  const steps = useSteps();
  const checks = useChecks();
  const stopped = useQuery({ ...stoppedQuery, enabled: may('jobs.job.read') });
  const notices = useQuery({ ...noticesQuery, enabled: may('notices.notice.read') });
  const invitations = useQuery({ ...invitationsQuery, enabled: may('identity.invitation.read') });
  const changes = useQuery({ ...countsQuery, enabled: may('changes.set.read') });
  // Whoever cannot answer them is not told to.
  const orders = useQuery({ ...troubleCountsQuery, enabled: may('orders.exception.write') });
  const shops = useShops().all ?? [];
  const needs = needsOf({
    changes: changes.data ?? {},
    orders: sumOfTroubles(orders.data ?? {}),
    // Whoever cannot connect it again is not told to.
    shops: may('connections.account.write') ? shops : [],
    stopped: stopped.data ?? [],
    // Whoever cannot do anything about the machine is not told to.
    checks: may('identity.workspace.write') ? (checks ?? []) : [],
    notices: notices.data ?? { unread: 0, newest: null },
    invitations: invitations.data ?? [],
    when,
  });
  const open = steps?.some((step) => !step.done) ?? false;
  const loading = [changes, orders, stopped, notices, invitations].some((one) => one.isLoading);

  const next = <StepsCard key="steps" steps={steps} filled={needs.length === 0} />;
  return (
    <>
      <Head checks={checks} />
      <WithRail
        label={text.workspace}
        rail={
          <>
            {may('jobs.job.read') && <JobsCard />}
            <WorkspaceCard />
            {shops.length > 0 && <ShopsCard shops={shops} />}
            {shops.length > 0 && may('changes.drift.read') && <ProvenCard />}
            {!open && steps && next}
          </>
        }
      >
        <NeedsCard needs={needs} loading={loading} />
        {(open || !steps) && next}
        <LatestCard all={may('audit.event.read')} />
      </WithRail>
    </>
  );
}
