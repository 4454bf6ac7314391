import { useQuery } from '@tanstack/react-query';
import { usePlaces } from '../../lib/address.ts';
import { calledJob } from '../../lib/jobs.ts';
import { useTitle } from '../../lib/title.ts';
import { Card } from '../../ui/Card.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { storyQuery } from './api.ts';
import { isBusy } from './model.ts';
import { JobDetail } from './parts/JobDetail.tsx';
import { JobSign } from './parts/JobSign.tsx';
import { text } from './text.ts';
import { useLookAgain } from './useLookAgain.ts';

/** One job on a page of its own: where a notice leads. */
export default function JobScreen() {
  const { id = '' } = usePlaces();
  const { data } = useQuery(storyQuery(id));
  const name = data && calledJob(data);
  useTitle(name);
  useLookAgain(isBusy(data ? [data] : []));
  return (
    <>
      <PageHead title={name ?? text.job} facts={data && <><JobSign state={data.state} />{data.sentence && <span lang="en">{data.sentence}</span>}</>} />
      <Card label={name ?? text.job} padded>
        <JobDetail id={id} alone />
      </Card>
    </>
  );
}
