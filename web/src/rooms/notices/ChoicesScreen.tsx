import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { choicesQuery } from './api.ts';
import { GridCard } from './parts/GridCard.tsx';
import { HoursCard } from './parts/HoursCard.tsx';
import { text } from './text.ts';

/** What the person is told, by which way, and when not. */
export default function ChoicesScreen() {
  const { data, error, refetch } = useQuery(choicesQuery);
  return (
    <>
      <PageHead title={text.choices} facts={text.choicesFacts} />
      <Stack narrow>
        {data ? (
          <>
            <GridCard grid={data} />
            <HoursCard grid={data} />
          </>
        ) : (
          <section className="card">{error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading rows={8} />}</section>
        )}
      </Stack>
    </>
  );
}
