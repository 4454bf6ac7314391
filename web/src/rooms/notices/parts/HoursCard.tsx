import { useMe } from '../../../lib/me.ts';
import { span } from '../../../lib/time.ts';
import { Card } from '../../../ui/Card.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { ChoiceField, SwitchField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import type { Grid } from '../api.ts';
import { CLOCK, hoursOf, pickedOf, quietMinutes, wanted } from '../model.ts';
import { text } from '../text.ts';
import { useChoosing } from '../useChoosing.ts';
import classes from './HoursCard.module.css';

const clock = (value: string) => (CLOCK.test(value.trim()) ? '' : text.clockWrong);

/** Quiet hours and the one mail a day; both on the clock of the person. */
export function HoursCard({ grid }: { grid: Grid }) {
  const choose = useChoosing();
  const mine = useMe()?.person.zone ?? grid.zone;
  const form = useForm({
    name: 'notices hours',
    initial: hoursOf(grid),
    checks: {
      quiet_from: (value, all) => (all.quiet ? clock(value) : ''),
      quiet_until: (value, all) => (all.quiet ? clock(value) || (value === all.quiet_from ? text.quietSame : '') : ''),
      digest_at: (value, all) => (all.digest ? clock(value) : ''),
    },
    submit: (hours) => choose(grid, wanted(grid, pickedOf(grid), hours)),
  });
  const { quiet, digest, quiet_from: from, quiet_until: until } = form.values;
  const lasts = CLOCK.test(from) && CLOCK.test(until) ? quietMinutes(from, until) : 0;
  const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', form.values.zone])].filter(Boolean);

  return (
    <Card title={text.when} padded>
      <Form form={form} label={text.when}>
        <SwitchField form={form} name="quiet" label={text.quiet} help={text.quietHelp} />
        {quiet && (
          <div className={classes.clocks}>
            <TextField form={form} name="quiet_from" label={text.from} width="short" placeholder="22:00" inputMode="text" />
            <TextField form={form} name="quiet_until" label={text.until} width="short" placeholder="07:00" inputMode="text" help={lasts > 0 ? text.quietLasts(span(lasts * 60)) : ''} />
          </div>
        )}
        <SwitchField form={form} name="digest" label={text.digest} help={text.digestHelp} />
        {digest && <TextField form={form} name="digest_at" label={text.digestAt} width="short" placeholder="08:00" inputMode="text" />}
        {(quiet || digest) && (
          <ChoiceField
            form={form}
            name="zone"
            label={text.zone}
            width="middle"
            choices={[{ value: '', label: text.zoneOwn(mine) }, ...zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))]}
          />
        )}
        <SaveBar form={form} />
      </Form>
    </Card>
  );
}
