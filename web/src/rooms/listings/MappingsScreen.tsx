import { Button, NativeSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../lib/me.ts';
import { useShops } from '../../lib/shops.ts';
import { toast } from '../../lib/toasts.ts';
import { attempt } from '../../lib/useAct.ts';
import { Card } from '../../ui/Card.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { percent } from '../../lib/number.ts';
import { LISTINGS, mappingsQuery, type Pair, saveMappings, type Suggestion, suggestionsQuery } from './api.ts';
import { pairOf } from './model.ts';
import { ListingsTabs } from './parts/ListingsTabs.tsx';
import classes from './parts/rules.module.css';
import { ValuesCard } from './parts/ValuesCard.tsx';
import { WordsCard } from './parts/WordsCard.tsx';
import { text } from './rulesText.ts';

/** What platforms call our categories and attributes: suggested, and accepted by a person. */
export default function MappingsScreen() {
  const client = useQueryClient();
  const may = useMay()('listings.mapping.write');
  const kept = useQuery(mappingsQuery).data;
  const keep = (save: readonly Pair[], remove: readonly Pair[]) =>
    attempt(async () => {
      await saveMappings(save, remove);
      toast(text.accepted);
      await client.invalidateQueries({ queryKey: LISTINGS });
    });
  return (
    <>
      <PageHead title={text.mappings} facts={text.mappingsFacts} />
      <ListingsTabs />
      <Stack>
        <Suggestions kept={kept ?? []} may={may} onKeep={(pair) => keep([pair], [])} />
        <ValuesCard kept={kept ?? []} may={may} onKeep={(save, remove) => void keep(save, remove)} />
        <Card title={text.kept}>
          {kept?.length === 0 && <p className={`muted ${classes.empty}`}>{text.keptNone}</p>}
          <ul className={classes.list}>
            {kept?.map((pair) => (
              <li key={`${pair.platform} ${pair.noun} ${pair.ours} ${pair.value}`}>
                <span className={classes.words}>
                  {pair.value
                    ? <span className={classes.pair}><bdi>{pair.value}</bdi> <Icon name="arrow" size={12} className="faint" /> <bdi>{pair.their_value}</bdi></span>
                    : <bdi>{pair.theirs_name || pair.theirs}</bdi>}
                  <small>{text[pair.noun]}{pair.value && `, ${pair.ours}`}, {pair.platform}</small>
                </span>
                {may && <Button size="xs" onClick={() => keep([], [pair])} aria-label={`${text.remove}: ${pair.their_value || pair.theirs_name}`}>{text.remove}</Button>}
              </li>
            ))}
          </ul>
        </Card>
        <WordsCard />
      </Stack>
    </>
  );
}

type Props = { kept: readonly Pair[]; may: boolean; onKeep: (pair: Pair) => void };

function Suggestions({ kept, may, onKeep }: Props) {
  const shops = useShops();
  const [chosen, setChosen] = useState('');
  const shop = shops.of(chosen) ?? shops.all?.[0];
  const { data } = useQuery(suggestionsQuery(shop?.id ?? ''));
  const open = (data ?? []).filter((each) => !kept.some((pair) => pair.platform === shop?.platform && pair.noun === 'category' && pair.ours === each.ours));
  return (
    <Card title={text.suggestions}>
      <div className={classes.head}>
        <NativeSelect
          size="sm"
          label={text.suggestionsOf}
          data={(shops.all ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={shop?.id ?? ''}
          onChange={(event) => setChosen(event.currentTarget.value)}
          rightSection={<Icon name="down" size={12} />}
        />
      </div>
      {data && open.length === 0 && <p className={`muted ${classes.empty}`}>{text.suggestionsNone}</p>}
      <ul className={classes.list}>
        {shop && open.map((each) => <Line key={`${each.ours} ${each.theirs}`} each={each} onKeep={may ? () => onKeep(pairOf(shop.platform, each)) : null} />)}
      </ul>
    </Card>
  );
}

function Line({ each, onKeep }: { each: Suggestion; onKeep: (() => void) | null }) {
  return (
    <li>
      <span className={classes.words}>
        <span className={classes.pair}><bdi>{each.ours_name}</bdi> <Icon name="arrow" size={12} className="faint" /> <bdi>{each.theirs_name}</bdi></span>
        <small>{percent(each.alike)} {text.alike}</small>
      </span>
      {onKeep && <Button size="xs" onClick={onKeep} aria-label={`${text.accept}: ${each.ours_name}, ${each.theirs_name}`}>{text.accept}</Button>}
    </li>
  );
}
