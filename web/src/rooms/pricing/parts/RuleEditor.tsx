import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useGo } from '../../../lib/address.ts';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Note } from '../../../ui/Note.tsx';
import { PageHead } from '../../../ui/PageHead.tsx';
import { Sign } from '../../../ui/State.tsx';
import { archiveRule, createRule, editRule, effectQuery, RULES, type Wanted } from '../api.ts';
import { isNumber, readSum, type Typed, wantedOf } from '../model.ts';
import { text } from '../ruleText.ts';
import { ConditionsCard } from './ConditionsCard.tsx';
import { EffectCards, EffectFigures } from './EffectCards.tsx';
import { LayersCard } from './LayersCard.tsx';
import classes from './rules.module.css';
import { ExampleCard } from './ExampleCard.tsx';

const NUMBERS = ['least', 'below', 'fees', 'tax', 'markup', 'exchange', 'voucher', 'step', 'less', 'floorOver', 'off', 'band', 'spread'] as const;
const SUMS = ['shipping', 'feesFixed', 'markupFixed', 'voucherFixed', 'floor', 'ceiling', 'offPrice', 'bandSum'] as const;
const isSum = (typed: string, currency: string) => typed.trim() === '' || readSum(typed, currency) !== null;

const CHECKS = {
  name: (typed: string) => (typed.trim() ? '' : text.nameWrong),
  ...Object.fromEntries(NUMBERS.map((name) => [name, (typed: string) => (isNumber(typed) ? '' : text.numberWrong)])),
  ...Object.fromEntries(SUMS.map((name) => [name, (typed: string, all: Typed) => (isSum(typed, all.currency) ? '' : text.sumWrong)])),
};
const isRight = (typed: Typed) => NUMBERS.every((name) => isNumber(typed[name])) && SUMS.every((name) => isSum(typed[name], typed.currency));

type Props = { id: string | null; version: number; initial: Typed; person: string; may: boolean };

export function RuleEditor({ id, version, initial, person, may }: Props) {
  const client = useQueryClient();
  const go = useGo();
  const sees = useMay()('pricing.cost.read');
  const { busy, refused, act } = useAct();
  const form = useForm<Typed>({
    name: `price rule ${id ?? 'new'}`,
    initial,
    checks: CHECKS,
    submit: async (typed) => {
      const kept = id === null ? await createRule(wantedOf(typed)) : await editRule(id, wantedOf(typed), version);
      await client.invalidateQueries({ queryKey: RULES });
      toast(text.saved);
      if (id === null) go(`/pricing/rules/${kept.id}`);
    },
  });
  const archive = () => act(async () => {
    if (id === null) return;
    await archiveRule(id, version);
    await client.invalidateQueries({ queryKey: RULES });
    toast(text.archived);
    go('/pricing');
  });
  const draft = useSettled(form.values);
  const effect = useQuery({ ...effectQuery(id, draft), enabled: sees, placeholderData: keepPreviousData });
  return (
    <>
      <PageHead
        title={form.values.name || text.newRule}
        facts={<Facts dirty={form.dirty || id === null} active={form.values.active} person={person} />}
        actions={may && id !== null && <Button loading={busy} onClick={() => void archive()}>{text.archive}</Button>}
      />
      {refused && <Note tone="bad" icon="warn" role="alert">{refused.message} {refused.nextStep}</Note>}
      <div className={classes.stack}>
        {sees && <EffectFigures effect={effect.data} error={effect.error} stale={effect.isPlaceholderData} />}
        <div className={classes.grid}>
          <Form form={form} label={text.layers}>
            <ConditionsCard form={form} may={may} />
            <LayersCard form={form} may={may} />
            {may ? form.dirty && <Card label={text.save} padded><SaveBar form={form} save={text.save} /></Card> : <p className="faint small">{text.readOnly}</p>}
            <p className="faint small">{text.sends}</p>
          </Form>
          {sees && (
            <div className={classes.stack}>
              <ExampleCard id={id} draft={draft} effect={effect.data} />
              <EffectCards effect={effect.data} error={effect.error} retry={() => void effect.refetch()} />
            </div>
          )}
        </div>
      </div>
    </>
  );
}

function Facts({ dirty, active, person }: { dirty: boolean; active: boolean; person: string }) {
  return (
    <>
      {dirty && <Sign shape="dashedRing" colour="accent" pill>{text.draft}</Sign>}{' '}
      {!active && <Sign shape="stop" colour="ink3" pill>{text.paused}</Sign>}{' '}
      {person && <span className="faint">{text.savedBy(person)}</span>}
    </>
  );
}

const PAUSE_MS = 600;

/** The draft once nobody types any more, and only while it can be read. */
function useSettled(values: Typed): Wanted {
  const words = JSON.stringify(wantedOf({ ...values, name: values.name || text.newRule, active: true }));
  const right = isRight(values);
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    if (!right) return;
    const timer = setTimeout(() => setSettled(words), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words, right]);
  return JSON.parse(settled) as Wanted;
}
