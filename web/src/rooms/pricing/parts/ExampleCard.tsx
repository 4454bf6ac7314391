import { NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useShops } from '../../../lib/shops.ts';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Link } from '../../../ui/Link.tsx';
import { type Effect, quoteQuery, type Wanted } from '../api.ts';
import { text } from '../ruleText.ts';
import { WhyTable, whyTitle } from './WhyTable.tsx';
import classes from './rules.module.css';

type Props = { id: string | null; draft: Wanted; effect: Effect | undefined };

/** One offer that the rule fits, explained by the draft as it is typed. */
export function ExampleCard({ id, draft, effect }: Props) {
  const shops = useShops();
  const [chosen, setChosen] = useState('');
  const examples = effect?.examples ?? [];
  const offer = examples.some((one) => one.offer_id === chosen) ? chosen : (examples[0]?.offer_id ?? '');
  const quote = useQuery({ ...quoteQuery(offer, id, draft), enabled: offer !== '', placeholderData: keepPreviousData });
  if (effect && examples.length === 0) return <Card title={text.example} padded><p className="muted">{text.noExample}</p></Card>;
  const label = (one: (typeof examples)[number]) => [one.title || text.untitled, shops.nameOf(one.account_id)].filter(Boolean).join(' \u00B7 ');
  return (
    <Card title={quote.data ? whyTitle(quote.data) : text.example} end={examples.length > 0 && <Link to={`/pricing/why/${offer}`} className="link small">{text.openWhy}</Link>}>
      {examples.length > 1 && (
        <div className={classes.acts}>
          <NativeSelect aria-label={text.example} data={examples.map((one) => ({ value: one.offer_id, label: label(one) }))} value={offer} onChange={(event) => setChosen(event.currentTarget.value)} rightSection={<Icon name="down" size={12} />} />
        </div>
      )}
      {quote.data ? <WhyTable quote={quote.data} /> : quote.error ? <p className="bad">{quote.error.message}</p> : <Loading rows={6} />}
    </Card>
  );
}
