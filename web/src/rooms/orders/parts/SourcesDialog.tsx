import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { number } from '../../../lib/number.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt, useAct } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Note } from '../../../ui/Note.tsx';
import { ROOM } from '../api.ts';
import { type Alternative, buyAt, type Source, sourcesQuery, stopAll } from '../sourceApi.ts';
import { text } from '../sourceText.ts';
import { picksOf, priceAgainst } from '../sources.ts';
import { PURCHASES } from '../suppliedApi.ts';
import classes from './orders.module.css';
import { Decide, Refused } from './Shared.tsx';

type Props = { open: boolean; order: string; onClose: () => void };

/** Who could send the goods of an order, best first and with reasons; a person chooses. */
export function SourcesDialog({ open, order, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="sources-title" wide>
      <DialogHead id="sources-title" title={text.title} onClose={onClose} />
      {open && <Read order={order} onClose={onClose} />}
    </Dialog>
  );
}

function Read({ order, onClose }: Omit<Props, 'open'>) {
  const { data, error, refetch } = useQuery(sourcesQuery(order));
  if (!data) return <div className="card-body">{error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading rows={6} />}</div>;
  if (data.length === 0) return <p className="card-body muted">{text.none}</p>;
  return <Choose order={order} sources={data} onClose={onClose} />;
}

function Choose({ order, sources, onClose }: Omit<Props, 'open'> & { sources: readonly Source[] }) {
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const { busy, refused, act } = useAct();
  const picks = picksOf(sources, chosen);
  const look = async () => {
    await Promise.all([client.invalidateQueries({ queryKey: PURCHASES }), client.invalidateQueries({ queryKey: ROOM })]);
  };
  const buy = () => act(async () => {
    const { purchase_ids: made, before } = await buyAt(order, picks);
    const back = () => attempt(async () => {
      await (before.length > 0 ? buyAt(order, before) : stopAll(made));
      await look();
      toast(text.undone);
    });
    await look();
    toast(text.done(made.length), { act: { label: text.undo, icon: 'undo', run: back } });
    onClose();
  });
  return (
    <div className="card-body">
      <p className="muted">{text.more}</p>
      {sources.map((source) => <Line key={source.line_id} source={source} value={chosen[source.line_id] ?? source.now?.offer_id ?? ''} onChoose={(offer) => setChosen({ ...chosen, [source.line_id]: offer })} />)}
      <Refused refused={refused} />
      <Decide busy={busy} verb={text.buy} why={picks.length === 0 ? text.choose : ''} onBack={onClose} onDo={() => void buy()} />
    </div>
  );
}

function Line({ source, value, onChoose }: { source: Source; value: string; onChoose: (offer: string) => void }) {
  const { line_id: line, pieces, now, title, alternatives } = source;
  const goods = text.line(pieces || now?.pieces || 0, title);
  return (
    <div role="radiogroup" aria-label={goods}>
      <b>{goods}</b>
      {pieces === 0 && now && <Note tone="warn" icon="warn">{text.gone(now.number)}</Note>}
      <ul className={classes.options}>
        {alternatives.map((one) => (
          <li key={one.offer_id}>
            <label className={classes.source}>
              <input type="radio" name={`source ${line}`} checked={value === one.offer_id} disabled={pieces === 0} onChange={() => onChoose(one.offer_id)} />
              <span><Words one={one} now={now?.offer_id === one.offer_id ? text.now(now.number) : ''} /></span>
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Words({ one, now }: { one: Alternative; now: string }) {
  const { currency, days_later: later } = one;
  const against = priceAgainst(one);
  const money = (minor: number) => (currency === null ? null : <Money minor={minor} currency={currency} />);
  const parts = one.given.map(({ part, points, weight }) => text.part(text.parts[part] ?? part, number(Number(points), 1), number(Number(weight)))).join(', ');
  return (
    <>
      <span className={classes.signs}>
        <b><bdi>{one.supplier}</bdi></b>
        {one.cost_minor !== null && money(one.cost_minor)}
        {one.days !== null && <span>{text.days(one.days)}</span>}
        {now && <span className="accent">{now}</span>}
        {!now && against === 'same' && <span className="faint">{text.same}</span>}
        {!now && one.dearer_minor !== null && (against === 'dearer' || against === 'cheaper') && <span className={against === 'dearer' ? 'warn' : 'faint'}>{money(Math.abs(one.dearer_minor))} {text[against]}</span>}
        {!now && later !== null && later !== 0 && <span className={later > 0 ? 'warn' : 'faint'}>{later > 0 ? text.later(later) : text.sooner(-later)}</span>}
      </span>
      <small className="muted">{one.aside === null ? text.points(number(Number(one.points), 1), parts) : <span className="warn">{text.asides[one.aside] ?? one.aside} {text.asideMore}</span>}</small>
    </>
  );
}
