import { NativeSelect } from '@mantine/core';
import { useMay } from '../../../lib/me.ts';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import type { Language, Settings, Teller, Wanted } from '../api.ts';
import { text } from '../text.ts';
import { useSetting } from '../useSetting.ts';
import classes from './letters.module.css';
import { ReplyTo } from './ReplyTo.tsx';
import { Stages } from './Stages.tsx';

/** What holds in every shop that has nothing of its own. */
export function WhoCard({ settings: { usual, stages, stopped } }: { settings: Settings }) {
  const disabled = !useMay()('letters.setting.write');
  const save = useSetting();
  const teller = usual.teller ?? 'shop';
  const set = (more: Partial<Wanted>) => save(null, { teller, stages: usual.stages, language: usual.language as Language | null, reply_to: usual.reply_to, version: usual.version, ...more });
  return (
    <Card title={text.who} padded>
      <div className={classes.stack}>
        <p className="muted">{text.whoMore}</p>
        <div className={classes.fields}>
          <NativeSelect
            label={text.teller}
            value={teller}
            disabled={disabled}
            data={Object.entries(text.tellers).map(([value, label]) => ({ value, label }))}
            onChange={(event) => set({ teller: event.currentTarget.value as Teller })}
            rightSection={<Icon name="down" size={12} />}
          />
          <NativeSelect
            label={text.language}
            value={usual.language ?? ''}
            disabled={disabled}
            data={[{ value: '', label: text.ofShop }, ...Object.entries(text.languages).map(([value, label]) => ({ value, label }))]}
            onChange={(event) => set({ language: (event.currentTarget.value || null) as Language | null })}
            rightSection={<Icon name="down" size={12} />}
          />
          <ReplyTo label={text.replyTo} value={usual.reply_to} placeholder={text.ofSender} disabled={disabled} onChange={(reply) => set({ reply_to: reply })} />
        </div>
        <Stages label={text.of} all={stages} chosen={usual.stages ?? stages} disabled={disabled} onChange={(chosen) => set({ stages: chosen })} />
        {stopped > 0 && <p className="muted">{text.stopped(stopped)}</p>}
      </div>
    </Card>
  );
}
