import { Checkbox, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { type Shop, useShops } from '../../../lib/shops.ts';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { type Language, sellingQuery, type Settings, type Teller, type Wanted } from '../api.ts';
import { text } from '../text.ts';
import { useSetting } from '../useSetting.ts';
import classes from './letters.module.css';
import { ReplyTo } from './ReplyTo.tsx';
import { Stages } from './Stages.tsx';

/** Where a shop differs from all. */
export function ShopsCard({ settings }: { settings: Settings }) {
  const { all } = useShops();
  const selling = useQuery(sellingQuery).data;
  const shops = (all ?? []).filter(({ state, platform }) => state !== 'disconnected' && selling?.includes(platform) !== false);
  return (
    <Card title={text.shops} sub={text.shopsMore}>
      {shops.length === 0 ? <Empty title={text.noShops} /> : (
        <ul className={classes.shops}>
          {shops.map((shop) => <Line key={shop.id} shop={shop} settings={settings} />)}
        </ul>
      )}
    </Card>
  );
}

function Line({ shop, settings }: { shop: Shop; settings: Settings }) {
  const disabled = !useMay()('letters.setting.write');
  const save = useSetting();
  const own = settings.shops.find(({ account_id: id }) => id === shop.id);
  const usual = settings.usual.teller ?? 'shop';
  const kept: Wanted = { teller: own?.teller ?? null, stages: own?.stages ?? null, language: (own?.language ?? null) as Language | null, reply_to: own?.reply_to ?? null, version: own?.version ?? 0 };
  const set = (more: Partial<Wanted>) => save(shop.id, { ...kept, ...more });
  const usualStages = settings.usual.stages ?? settings.stages;
  return (
    <li>
      <div className={classes.line}>
        <b><bdi>{shop.name}</bdi></b>
        <NativeSelect
          aria-label={text.tellerOf(shop.name)}
          value={kept.teller ?? ''}
          disabled={disabled}
          data={[{ value: '', label: text.usual(text.tellers[usual]) }, ...Object.entries(text.tellers).map(([value, label]) => ({ value, label }))]}
          onChange={(event) => set({ teller: (event.currentTarget.value || null) as Teller | null })}
          rightSection={<Icon name="down" size={12} />}
        />
        <Checkbox size="xs" label={text.ownStages} checked={kept.stages !== null} disabled={disabled} onChange={(event) => set({ stages: event.currentTarget.checked ? [...usualStages] : null })} />
      </div>
      {(kept.teller ?? usual) === 'us' && (
        <div className={classes.fields}>
          <ReplyTo label={text.replyToOf(shop.name)} value={kept.reply_to ?? null} placeholder={settings.usual.reply_to ?? text.ofSender} disabled={disabled} onChange={(reply) => set({ reply_to: reply })} />
        </div>
      )}
      {kept.stages && <Stages label={text.stagesOf(shop.name)} all={settings.stages} chosen={kept.stages} disabled={disabled} onChange={(stages) => set({ stages })} />}
    </li>
  );
}
