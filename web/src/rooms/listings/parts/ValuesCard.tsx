import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useShops } from '../../../lib/shops.ts';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { type Attribute, attributesQuery, type Pair, valueSuggestionsQuery } from '../api.ts';
import { valuePairs } from '../model.ts';
import { text } from '../rulesText.ts';
import classes from './rules.module.css';

type Keep = (save: readonly Pair[], remove: readonly Pair[]) => void;
type Props = { kept: readonly Pair[]; may: boolean; onKeep: Keep };

/** What a platform calls each value of an attribute: our red is their Merah. */
export function ValuesCard({ kept, may, onKeep }: Props) {
  const shops = useShops();
  const [account, setAccount] = useState('');
  const [key, setKey] = useState('');
  const { data: attributes = [] } = useQuery(attributesQuery);
  const shop = shops.of(account) ?? shops.all?.[0];
  const attribute = attributes.find((each) => each.key === key) ?? attributes[0];
  const down = <Icon name="down" size={12} />;
  return (
    <Card title={text.values} sub={text.valuesMore}>
      {!attribute || !shop ? <p className={`muted ${classes.empty}`}>{text.valuesNone}</p> : (
        <>
          <div className={classes.choose}>
            <NativeSelect size="sm" label={text.attribute} data={attributes.map(({ key: value, name }) => ({ value, label: name }))} value={attribute.key} onChange={(event) => setKey(event.currentTarget.value)} rightSection={down} />
            <NativeSelect size="sm" label={text.shop} data={(shops.all ?? []).map(({ id, name }) => ({ value: id, label: name }))} value={shop.id} onChange={(event) => setAccount(event.currentTarget.value)} rightSection={down} />
          </div>
          <Values key={`${shop.platform} ${attribute.key}`} attribute={attribute} account={shop.id} platform={shop.platform} kept={kept} may={may} onKeep={onKeep} />
        </>
      )}
    </Card>
  );
}

function Values({ attribute, account, platform, kept, may, onKeep }: Props & { attribute: Attribute; account: string; platform: string }) {
  const { data: suggested = [] } = useQuery(valueSuggestionsQuery(account, attribute.key));
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const there = (value: string): string => kept.find((pair) => pair.platform === platform && pair.noun === 'attribute' && pair.ours === attribute.key && pair.value === value)?.their_value ?? '';
  const { save, remove } = valuePairs(platform, attribute.key, typed, kept);
  const write = (value: string, their: string) => setTyped((before) => ({ ...before, [value]: their }));
  return (
    <form onSubmit={(event) => { event.preventDefault(); onKeep(save, remove); setTyped({}); }}>
      <ul className={classes.list}>
        {(attribute.choices ?? []).map((value) => {
          const shown = typed[value] ?? there(value);
          const [first] = shown === '' ? suggested.filter((each) => each.ours === value) : [];
          return (
            <li key={value}>
              <bdi>{value}</bdi>
              <span className={classes.acts}>
                {may && first && <Button size="xs" variant="subtle" onClick={() => write(value, first.theirs_name)} aria-label={text.takeValue(first.theirs_name, value)}>{text.maybe(first.theirs_name)}</Button>}
                <TextInput size="sm" aria-label={text.theirValue(value)} placeholder={text.asOurs} value={shown} maxLength={200} disabled={!may} autoComplete="off" onChange={(event) => write(value, event.currentTarget.value)} />
              </span>
            </li>
          );
        })}
      </ul>
      {may && <div className={classes.foot}><Button type="submit" disabled={save.length + remove.length === 0}>{text.valuesKeep}</Button></div>}
    </form>
  );
}
