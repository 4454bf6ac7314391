import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../lib/me.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { limitsQuery, policyQuery } from './api.ts';
import { ChangesTabs } from './parts/ChangesTabs.tsx';
import { LimitsCard } from './parts/LimitsCard.tsx';
import { PolicyCard } from './parts/PolicyCard.tsx';
import { text } from './rulesText.ts';

/** What nobody does without being asked, and who is asked. */
export default function RulesScreen() {
  const may = useMay();
  const limits = useQuery(limitsQuery);
  const policy = useQuery({ ...policyQuery, enabled: may('changes.policy.read') });
  return (
    <>
      <PageHead title={text.title} facts={text.facts} />
      <ChangesTabs />
      <Stack narrow>
        {limits.data
          ? <LimitsCard key={limits.data.body.version} limits={limits.data.body} version={limits.data.version ?? limits.data.body.version} />
          : <Card title={text.guard}>{limits.error ? <ErrorState error={limits.error} retry={() => void limits.refetch()} /> : <Loading rows={5} />}</Card>}
        {may('changes.policy.read') && (policy.data
          ? <PolicyCard key={policy.data.body.version} policy={policy.data.body} version={policy.data.version ?? policy.data.body.version} />
          : <Card title={text.policy}>{policy.error ? <ErrorState error={policy.error} retry={() => void policy.refetch()} /> : <Loading rows={4} />}</Card>)}
      </Stack>
    </>
  );
}
