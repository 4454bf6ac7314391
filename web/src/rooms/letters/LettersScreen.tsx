import { useQuery } from '@tanstack/react-query';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { settingsQuery, templatesQuery } from './api.ts';
import { ShopsCard } from './parts/ShopsCard.tsx';
import { WhoCard } from './parts/WhoCard.tsx';
import { WordsCard } from './parts/WordsCard.tsx';
import { text } from './text.ts';
import { titles } from './titles.ts';

/** Who tells buyers where their goods are, of what, and in which words. */
export default function LettersScreen() {
  const settings = useQuery(settingsQuery);
  const templates = useQuery(templatesQuery);
  const error = (settings.data ? null : settings.error) ?? (templates.data ? null : templates.error);
  const again = () => void Promise.all([settings.refetch(), templates.refetch()]);
  return (
    <>
      <PageHead title={titles.title} facts={text.facts} />
      <Stack narrow>
        {error && <Card label={titles.title}><ErrorState error={error} retry={again} /></Card>}
        {!error && !(settings.data && templates.data) && <Card label={titles.title}><Loading rows={6} /></Card>}
        {settings.data && <WhoCard settings={settings.data} />}
        {settings.data && <ShopsCard settings={settings.data} />}
        {templates.data && <WordsCard all={templates.data.items} fields={templates.data.fields} />}
      </Stack>
    </>
  );
}
