import { useQuery } from '@tanstack/react-query';
import { usePlaces } from '../../../lib/address.ts';
import { useMay } from '../../../lib/me.ts';
import { Refusal } from '../../../lib/problem.ts';
import { when } from '../../../lib/time.ts';
import { useTitle } from '../../../lib/title.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Note } from '../../../ui/Note.tsx';
import { PageHead, WithRail } from '../../../ui/PageHead.tsx';
import { type Endpoint, endpointQuery } from './api.ts';
import { healthOf } from './model.ts';
import { Deliveries } from './parts/Deliveries.tsx';
import { EndpointActs } from './parts/EndpointActs.tsx';
import { FactsCard } from './parts/FactsCard.tsx';
import { HealthSign } from './parts/HealthSign.tsx';
import { text } from './text.ts';

/** One webhook: whether it answers, what was sent, and sending it again. */
export default function WebhookScreen() {
  const { id = '' } = usePlaces();
  const { data, error, refetch } = useQuery(endpointQuery(id));
  useTitle(data?.name);
  if (error instanceof Refusal && error.status === 404) {
    return (
      <Empty title={text.gone} more={text.goneMore}>
        <Link to="/settings/webhooks" className="button">{text.toAll}</Link>
      </Empty>
    );
  }
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  return data ? <Shown endpoint={data} /> : <Loading rows={6} />;
}

function Shown({ endpoint }: { endpoint: Endpoint }) {
  const may = useMay();
  return (
    <>
      <PageHead
        title={endpoint.name}
        facts={<><HealthSign endpoint={endpoint} /><code>{endpoint.url}</code></>}
        actions={may('notices.endpoint.write') && <EndpointActs endpoint={endpoint} />}
      />
      <WithRail label={text.factsTitle} rail={<FactsCard endpoint={endpoint} />}>
        <Standing endpoint={endpoint} />
        {may('notices.delivery.read') && <Deliveries endpoint={endpoint} />}
      </WithRail>
    </>
  );
}

/** Why nothing is sent, or will soon not be. */
function Standing({ endpoint }: { endpoint: Endpoint }) {
  const now = new Date(useNow());
  const health = healthOf(endpoint);
  if (health === 'on') return null;
  if (health === 'off') return <Note icon="stop">{text.offNote}</Note>;
  const since = when(new Date(endpoint.failing_since ?? endpoint.made_at), now);
  if (health === 'failing') return <Note tone="warn" icon="warn">{text.failingNote(since)}</Note>;
  return <Note tone="bad" icon="warn" role="alert">{text.disabledNote(since)}</Note>;
}
