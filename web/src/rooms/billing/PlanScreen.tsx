import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../lib/me.ts';
import { Card } from '../../ui/Card.tsx';
import { Copyable } from '../../ui/Copyable.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack, WithRail } from '../../ui/PageHead.tsx';
import { Time } from '../../ui/Time.tsx';
import { type Offer, offersQuery, type Plan, planQuery } from './api.ts';
import { command, nextOf } from './model.ts';
import { PlansCard } from './parts/PlansCard.tsx';
import { UsedCard } from './parts/UsedCard.tsx';
import classes from './PlanScreen.module.css';
import { text } from './text.ts';

/** The plan, what is used of it, and how it is changed. */
export default function PlanScreen() {
  const plan = useQuery(planQuery);
  const offers = useQuery(offersQuery);
  const error = plan.error ?? offers.error;
  if (!plan.data || !offers.data) {
    return (
      <>
        <PageHead title={text.title} facts={text.sub} />
        {error ? <ErrorState error={error} retry={() => void Promise.all([plan.refetch(), offers.refetch()])} /> : <Loading />}
      </>
    );
  }
  return (
    <>
      <PageHead
        title={text.title}
        facts={
          <>
            <span>{text.now} <b>{plan.data.name}</b>{plan.data.since && <> {text.since} <Time at={plan.data.since} as="day" /></>}</span>
            <span className="faint">{text.sub}</span>
          </>
        }
      />
      <WithRail label={text.change} rail={<ChangeCard plan={plan.data} offers={offers.data} />}>
        <Stack>
          <UsedCard plan={plan.data} />
          <PlansCard offers={offers.data} plan={plan.data.plan} />
        </Stack>
      </WithRail>
    </>
  );
}

/** Only the operator sets a plan; this says how. */
function ChangeCard({ plan, offers }: { plan: Plan; offers: readonly Offer[] }) {
  const workspace = useMe()?.workspace?.workspace_id ?? '';
  const next = nextOf(offers, plan.plan);
  return (
    <Card title={text.change} padded>
      <div className={classes.stack}>
        <p className="muted">{text.changeMore}</p>
        {next ? (
          <>
            <p>{text.changeTo(next.name)}</p>
            <Copyable value={command(workspace, next.plan)} label={text.change} act={text.copy} />
          </>
        ) : (
          <p>{text.largest}</p>
        )}
        <p className="faint small">{text.smaller}</p>
      </div>
    </Card>
  );
}
