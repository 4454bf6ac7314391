import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { Form, SaveBar, Was } from '../../../ui/form/Form.tsx';
import { SwitchField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { type Limits, limitsQuery, type LimitsWanted, setLimits } from '../api.ts';
import { isPercent, isWhole, type LimitsTyped, SAFE, STEP_MOST, typedLimits, wantedLimits } from '../rules.ts';
import { text } from '../rulesText.ts';
import { SumsField } from './SumsField.tsx';
import classes from './SumsField.module.css';

const percent = (most: number) => (typed: string) => (isPercent(typed, most) ? '' : text.percentWrong(most));

/** The invariants, each with what it means and what is safe. */
export function LimitsCard({ limits, version }: { limits: Limits; version: number }) {
  const client = useQueryClient();
  const may = useMay()('changes.limits.approve');

  async function save(wanted: LimitsWanted, from: number): Promise<Limits> {
    const after = await setLimits(wanted, from);
    client.setQueryData(limitsQuery.queryKey, { body: after, version: after.version, seenAt: null });
    return after;
  }
  const initial = typedLimits(limits);
  const form = useForm<LimitsTyped>({
    name: 'limits of the guard',
    initial,
    checks: { step: percent(STEP_MOST), zeroed: percent(100), ended: percent(100), few: (typed) => (isWhole(typed, 0, 100) ? '' : text.fewWrong) },
    submit: async (typed) => {
      const after = await save(wantedLimits(typed), version);
      const back = () => attempt(async () => {
        await save(wantedLimits(initial), after.version);
        toast(text.undone);
      });
      toast(text.saved, { act: { label: text.undo, icon: 'undo', run: back } });
    },
  });
  const isSafe = JSON.stringify(form.values) === JSON.stringify(SAFE);
  const end = may && (isSafe ? <span className="faint small">{text.isSafe}</span> : <Button size="xs" onClick={() => form.fill(SAFE)}>{text.safe}</Button>);
  return (
    <Card title={text.guard} sub={text.guardSub} end={end} padded>
      <Form form={form} label={text.guard}>
        <div className={classes.short}><TextField form={form} name="step" label={text.step} help={text.stepHelp} unit="%" inputMode="decimal" disabled={!may} /><Was form={form} name="step" /></div>
        <SumsField form={form} name="stepMoney" label={text.stepMoney} help={text.stepMoneyHelp} disabled={!may} />
        <SwitchField form={form} name="belowCost" label={text.belowCost} help={text.belowCostHelp} disabled={!may} />
        <div className={classes.short}><TextField form={form} name="zeroed" label={text.zeroed} help={text.zeroedHelp} unit="%" inputMode="decimal" disabled={!may} /><Was form={form} name="zeroed" /></div>
        <div className={classes.short}><TextField form={form} name="ended" label={text.ended} help={text.endedHelp} unit="%" inputMode="decimal" disabled={!may} /><Was form={form} name="ended" /></div>
        <div className={classes.short}><TextField form={form} name="few" label={text.few} help={text.fewHelp} unit={text.fewUnit} inputMode="numeric" disabled={!may} /><Was form={form} name="few" /></div>
        <SumsField form={form} name="spend" label={text.spend} help={text.spendHelp} none={text.nothing} disabled={!may} />
        {may ? <SaveBar form={form} /> : <p className="faint small">{text.guardWho}</p>}
      </Form>
    </Card>
  );
}
