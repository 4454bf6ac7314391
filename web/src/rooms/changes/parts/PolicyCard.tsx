import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { type Policy, policyQuery, type PolicyWanted, type Rule, setPolicy } from '../api.ts';
import { type Asks, asksOf, isWhole, ruleSentence, stagesOf, stagesSentence, policyAsWanted } from '../rules.ts';
import { text } from '../rulesText.ts';
import { RuleDialog } from './RuleDialog.tsx';
import classes from './SumsField.module.css';

type Typed = { rules: readonly string[]; otherwise: string; propose: string; approve: string };

const read = (words: string) => JSON.parse(words) as Rule;

const days = (typed: string) => (isWhole(typed, 1, 90) ? '' : text.daysWrong);

/** Who has to agree to what: rules in plain sentences, in the order in which they are asked. */
export function PolicyCard({ policy, version }: { policy: Policy; version: number }) {
  const client = useQueryClient();
  const may = useMay()('changes.policy.approve');
  const kept = asksOf(policy.otherwise);
  const [adding, setAdding] = useState(false);

  async function save(wanted: PolicyWanted, from: number): Promise<Policy> {
    const after = await setPolicy(wanted, from);
    client.setQueryData(policyQuery.queryKey, { body: after, version: after.version, seenAt: null });
    return after;
  }
  const form = useForm<Typed>({
    name: 'policy of approval',
    initial: { rules: policy.rules.map((rule) => JSON.stringify(rule)), otherwise: kept, propose: String(policy.propose_days), approve: String(policy.approve_days) },
    checks: { propose: days, approve: days },
    submit: async (typed) => {
      const wanted = {
        rules: typed.rules.map(read),
        otherwise: stagesOf(typed.otherwise as Asks, policy.otherwise),
        propose_days: Number(typed.propose),
        approve_days: Number(typed.approve),
      };
      const after = await save(wanted, version);
      const back = () => attempt(async () => {
        await save(policyAsWanted(policy), after.version);
        toast(text.undone);
      });
      toast(text.policySaved, { act: { label: text.undo, icon: 'undo', run: back } });
    },
  });
  const choices = [
    ...(kept === 'kept' ? [{ value: 'kept', label: `${text.persons.kept}: ${stagesSentence(policy.otherwise)}` }] : []),
    ...(kept === 'auto' ? [{ value: 'auto', label: text.doesAuto }] : []),
    { value: 'one', label: text.persons.one },
    { value: 'two', label: text.persons.two },
  ];
  return (
    <Card title={text.policy} sub={text.policySub} padded>
      <Form form={form} label={text.policy}>
        <Rules rules={form.values.rules} onChange={may ? (rules) => form.set('rules', rules) : null} onAdd={() => setAdding(true)} />
        <ChoiceField form={form} name="otherwise" label={text.otherwise} help={text.otherwiseHelp} choices={choices} width="middle" disabled={!may} />
        <div className={classes.pair}>
          <TextField form={form} name="propose" label={text.proposeDays} unit={text.days} inputMode="numeric" disabled={!may} />
          <TextField form={form} name="approve" label={text.approveDays} unit={text.days} inputMode="numeric" disabled={!may} />
        </div>
        {may ? <SaveBar form={form} /> : <p className="faint small">{text.policyWho}</p>}
      </Form>
      {/* Beside the form, for what is submitted in it is not the policy. */}
      <RuleDialog open={adding} onClose={() => setAdding(false)} onAdd={(rule) => form.set('rules', [...form.values.rules, JSON.stringify(rule)])} />
    </Card>
  );
}

type RulesProps = { rules: readonly string[]; onChange: ((rules: readonly string[]) => void) | null; onAdd: () => void };

function Rules({ rules, onChange, onAdd }: RulesProps) {
  const up = (at: number) => rules.map((rule, place) => (place === at - 1 ? (rules[at] ?? rule) : place === at ? (rules[at - 1] ?? rule) : rule));
  return (
    <div>
      {rules.length === 0 ? <p className="muted">{text.noRules}</p> : (
        <ol className={classes.rules} aria-label={text.rules}>
          {rules.map((words, at) => {
            const sentence = ruleSentence(read(words));
            return (
              // oxlint-disable-next-line react/no-array-index-key -- two rules may be alike
              <li key={`${at} ${words}`}>
                <span>{sentence}</span>
                {onChange && at > 0 && <IconButton icon="up" label={text.up(sentence)} onClick={() => onChange(up(at))} />}
                {onChange && <IconButton icon="x" label={text.remove(sentence)} onClick={() => onChange(rules.filter((_, place) => place !== at))} />}
              </li>
            );
          })}
        </ol>
      )}
      {onChange && <p className={classes.gap}><Button size="xs" leftSection={<Icon name="plus" />} onClick={onAdd}>{text.addRule}</Button></p>}
    </div>
  );
}
