import { Checkbox } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { Card } from '../../../ui/Card.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { ChoiceField, SwitchField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { editChannel, placesQuery, STOCK } from '../api.ts';
import { pieces, settingsOf, share, typedOf } from '../model.ts';
import type { Channel } from '../shapes.ts';
import { text } from '../shopText.ts';
import classes from './stock.module.css';

/** When a shop is told, from where it sells, and what is kept back. */
export function ChannelForm({ channel }: { channel: Channel }) {
  const client = useQueryClient();
  const may = useMay()('stock.channel.write');
  const places = (useQuery(placesQuery).data ?? []).filter(({ kind, state }) => kind === 'own' && state === 'active');
  const form = useForm({
    name: `channel ${channel.account_id} ${channel.version}`,
    initial: typedOf(channel),
    checks: {
      keep_percent: (typed) => (share(typed) === null ? text.percentWrong : ''),
      keep_count: (typed) => (pieces(typed) === null ? text.countWrong : ''),
      show_max: (typed) => (typed.trim() === '' || pieces(typed) !== null ? '' : text.countWrong),
    },
    submit: async (typed) => {
      await editChannel(channel, settingsOf(typed));
      await client.invalidateQueries({ queryKey: STOCK });
      toast(text.kept);
    },
  });
  const flip = (id: string, on: boolean) => form.set('places', on ? [...form.values.places, id] : form.values.places.filter((one) => one !== id));
  return (
    <Card title={text.settings}>
      <Form form={form} label={text.settings}>
        <div className="card-body">
          <fieldset className={classes.group} disabled={!may}>
            <legend className="sr">{text.settings}</legend>
            <div className={classes.fields}>
              <ChoiceField form={form} name="rhythm" label={text.rhythm} help={text.rhythmHelp} choices={Object.entries(text.rhythms).map(([value, label]) => ({ value, label }))} />
              <ChoiceField form={form} name="when_out" label={text.whenOut} choices={Object.entries(text.whenOuts).map(([value, label]) => ({ value, label }))} />
            </div>
            <fieldset className={classes.group}>
              <legend>{text.places}</legend>
              <div className={classes.checks}>
                {places.map(({ id, name }) => <Checkbox key={id} size="xs" label={name} checked={form.values.places.includes(id)} onChange={(event) => flip(id, event.currentTarget.checked)} />)}
              </div>
              <p>{text.placesHelp}</p>
            </fieldset>
            <SwitchField form={form} name="supplied" label={text.supplied} help={text.suppliedHelp} />
            <div className={classes.fields}>
              <TextField form={form} name="keep_percent" label={text.keepPercent} inputMode="decimal" unit="%" />
              <TextField form={form} name="keep_count" label={text.keepCount} inputMode="numeric" unit={text.unitPieces} />
              <TextField form={form} name="show_max" label={text.showMax} help={text.showMaxHelp} inputMode="numeric" unit={text.unitPieces} />
            </div>
            <SwitchField form={form} name="safety" label={text.safety} help={text.safetyHelp} />
          </fieldset>
        </div>
        <SaveBar form={form} />
      </Form>
    </Card>
  );
}
