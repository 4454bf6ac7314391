import { Card } from '../../../../ui/Card.tsx';
import { Form, SaveBar } from '../../../../ui/form/Form.tsx';
import { SwitchField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import type { Workspace, WorkspaceChange } from '../api.ts';
import { ABSOLUTE, IDLE, inMinutes, spoken, type SpanTrouble, troubleOf, type Unit } from '../model.ts';
import { text } from '../text.ts';
import { useSave } from '../useSave.ts';
import { SpanField } from './SpanField.tsx';

type Props = { workspace: Workspace; may: boolean };
type Typed = { second_factor_required: boolean; idle_minutes: string; idleUnit: string; absolute_minutes: string; absoluteUnit: string };

/** Who must bring a second factor, and when a session is over. */
export function SignInCard({ workspace, may }: Props) {
  const save = useSave();
  const [idle, absolute] = [spoken(workspace.idle_minutes), spoken(workspace.absolute_minutes)];
  const form = useForm<Typed>({
    name: 'workspace sign-in',
    initial: {
      second_factor_required: workspace.second_factor_required,
      idle_minutes: String(idle.count),
      idleUnit: idle.unit,
      absolute_minutes: String(absolute.count),
      absoluteUnit: absolute.unit,
    },
    checks: {
      idle_minutes: (_, all) => {
        const minutes = idleOf(all);
        const most = absoluteOf(all);
        const trouble = troubleOf(minutes, IDLE) ?? (minutes !== null && most !== null && minutes > most ? 'order' : null);
        return words(trouble, IDLE, most ?? 0);
      },
      absolute_minutes: (_, all) => words(troubleOf(absoluteOf(all), ABSOLUTE), ABSOLUTE, 0),
    },
    submit: (values) => save(workspace, changes(workspace, values)),
  });
  return (
    <Card title={text.signInCard} padded>
      <Form form={form} label={text.signInCard}>
        <SwitchField form={form} name="second_factor_required" label={text.second} help={text.secondHelp} disabled={!may} />
        <SpanField form={form} name="idle_minutes" unit="idleUnit" label={text.idle} help={text.idleHelp} disabled={!may} />
        <SpanField form={form} name="absolute_minutes" unit="absoluteUnit" label={text.absolute} help={text.absoluteHelp} disabled={!may} />
        <SaveBar form={form} />
      </Form>
    </Card>
  );
}

const idleOf = (all: Typed) => inMinutes(all.idle_minutes, all.idleUnit as Unit);
const absoluteOf = (all: Typed) => inMinutes(all.absolute_minutes, all.absoluteUnit as Unit);

/** Only what is different is sent: two people who change two things do not undo each other. */
function changes(workspace: Workspace, values: Typed): WorkspaceChange {
  const wanted = {
    second_factor_required: values.second_factor_required,
    idle_minutes: idleOf(values),
    absolute_minutes: absoluteOf(values),
  };
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => value !== workspace[name as keyof Workspace]));
}

function words(trouble: SpanTrouble, bounds: { min: number; max: number }, absolute: number): string {
  if (trouble === null) return '';
  if (trouble === 'number') return text.spanTrouble.number;
  if (trouble === 'order') return text.spanTrouble.order(said(absolute));
  return trouble === 'short' ? text.spanTrouble.short(said(bounds.min)) : text.spanTrouble.long(said(bounds.max));
}

function said(minutes: number): string {
  const { count, unit } = spoken(minutes);
  return text.unitsOf[unit](count);
}
