import { Button, Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { uuid } from '../../../lib/uuid.ts';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Sign } from '../../../ui/State.tsx';
import { ROOM } from '../api.ts';
import { digits } from '../model.ts';
import { text } from '../returnText.ts';
import { type Act, type ActWanted, actOn, type Return, type ReturnState } from '../returnsApi.ts';
import classes from './orders.module.css';
import { wrongCount } from './RefundDialog.tsx';
import { Refused } from './Shared.tsx';

const SIGNS = { requested: ['ring', 'warn'], approved: ['ringDot', 'accent'], sent_back: ['back', 'accent'], received: ['check', 'accent'], closed: ['check', 'ok'], declined: ['slashed', 'ink3'] } as const;
const ASKS: ReadonlySet<Act> = new Set(['decline', 'close', 'label', 'receive', 'refund']);
type Step = Pick<ActWanted, 'act'> & Partial<ActWanted>;

export function ReturnSign({ state }: { state: ReturnState }) {
  const [shape, colour] = SIGNS[state];
  return <Sign shape={shape} colour={colour}>{text.states[state]}</Sign>;
}

/** One return: what came of each line, and the next step large. */
export function ReturnCard({ row }: { row: Return }) {
  const may = useMay()('orders.return.write');
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const [asking, setAsking] = useState<Act | null>(null);
  const done = async (body: Step, key: string) => {
    await actOn(row.id, body, key);
    await client.invalidateQueries({ queryKey: ROOM });
    setAsking(null);
    toast(text.acted);
  };
  const press = (name: Act) => (ASKS.has(name) ? setAsking(name) : void act(() => done({ act: name }, uuid())));
  return (
    <div className={classes.opened}>
      <p><b>{row.refund_open ? text.refundWaits : text.nexts[row.state]}</b></p>
      <ul className={classes.options}>{row.lines.map((line) => (
        <li key={line.line_id}><bdi>{line.title || line.sku}</bdi> <span className="faint">{text.pieces(line.count)}{line.restocked + line.written_off > 0 && `: ${text.came(line.restocked, line.written_off)}`}</span></li>
      ))}</ul>
      {row.note && <p className="muted"><bdi>{row.note}</bdi></p>}
      {row.answer && <p className="muted"><bdi>{row.answer}</bdi></p>}
      {(row.tracking_number || row.label_url) && <p>{row.carrier} {row.tracking_number} {row.label_url && <a className="link" href={row.label_url} rel="noreferrer" target="_blank">{text.url}</a>}</p>}
      <Refused refused={refused} />
      {may && asking === null && <div className={classes.buttons}>{row.acts.map((name, at) => <Button key={name} variant={at === 0 ? 'filled' : 'default'} loading={busy} onClick={() => press(name)}>{text.acts[name]}</Button>)}</div>}
      {may && asking && <Asking key={asking} row={row} name={asking} done={done} onBack={() => setAsking(null)} />}
    </div>
  );
}

type AskingProps = { row: Return; name: Act; done: (body: Step, key: string) => Promise<void>; onBack: () => void };

function Asking({ row, name, done, onBack }: AskingProps) {
  const [shipping, setShipping] = useState(false);
  const [byHand, setByHand] = useState(false);
  const counts = row.lines.flatMap((line) => [[`good ${line.line_id}`, String(line.count)], [`bad ${line.line_id}`, '0']]);
  const form = useForm<Record<string, string>>({
    name: `return ${row.id} ${name} ${row.version}`,
    initial: { ...Object.fromEntries(counts), why: '', carrier: row.carrier, tracking: row.tracking_number, url: row.label_url },
    checks: {
      why: (typed) => ((name === 'decline' || name === 'close') && typed.trim() === '' ? text.whyNeeded : ''),
      ...Object.fromEntries(row.lines.flatMap((line) => [`good ${line.line_id}`, `bad ${line.line_id}`].map((field) => [field, (typed: string) => wrongCount(typed, line.count)]))),
    },
    submit: (typed, key) => {
      const said = (field: string) => (typed[field] ?? '').trim();
      const count = (field: string) => digits(said(field) || '0') ?? 0;
      const came = row.lines.map(({ line_id }) => ({ line_id, restock: count(`good ${line_id}`), write_off: count(`bad ${line_id}`) }));
      if (name === 'receive') return done({ act: name, came }, key);
      if (name === 'label') return done({ act: name, carrier: said('carrier'), tracking_number: said('tracking'), label_url: said('url') }, key);
      if (name === 'refund') return done({ act: name, shipping, by_hand: byHand }, key);
      return done({ act: name, why: said('why') }, key);
    },
  });
  return (
    <Form form={form} label={text.acts[name]}>
      {(name === 'decline' || name === 'close') && <TextField form={form} name="why" label={text.why} most={500} autoFocus />}
      {name === 'label' && <><TextField form={form} name="carrier" label={text.carrier} /><TextField form={form} name="tracking" label={text.tracking} /><TextField form={form} name="url" label={text.url} type="url" placeholder="https://" /></>}
      {name === 'receive' && row.lines.map(({ line_id: id, title }) => (
        <div key={id} className={classes.fields}>
          <TextField form={form} name={`good ${id}`} label={text.good(title)} inputMode="numeric" width="short" />
          <TextField form={form} name={`bad ${id}`} label={text.useless(title)} inputMode="numeric" width="short" />
        </div>
      ))}
      {name === 'refund' && <><Checkbox size="xs" label={text.withShipping} checked={shipping} onChange={(event) => setShipping(event.currentTarget.checked)} /><Checkbox size="xs" label={text.byHand} checked={byHand} onChange={(event) => setByHand(event.currentTarget.checked)} /></>}
      <div className={classes.buttons}><Button onClick={onBack}>{text.back}</Button><Submit form={form}>{text.acts[name]}</Submit></div>
    </Form>
  );
}
