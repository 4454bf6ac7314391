import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Refusal } from '../../../lib/problem.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { clockSeconds } from '../../../lib/time.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Icon, type IconName } from '../../../ui/Icon.tsx';
import { can, clockOf, endable, type NextStep, passed, secondsLeft, unwantedOf } from '../model.ts';
import { text } from '../purchaseText.ts';
import { findingWords } from '../said.ts';
import type { Act, WholePurchase } from '../shapes.ts';
import { ICONS } from './icons.ts';
import classes from './purchasing.module.css';
import { Refused } from './Shared.tsx';

type Props = { whole: WholePurchase; next: NextStep; may: boolean; busy: boolean; refused: Refusal | null; onAct: (act: Act) => void; onName: () => void; onCancel: () => void };

/** The one thing to do now, large. */
export function NextCard(props: Props) {
  const { next, whole, refused } = props;
  if (next === 'clock') return <Buffer {...props} />;
  if (next === 'wait') return <Frame icon="check" tone="quiet" title={text.nothing} more={text.waits[whole.state] ?? ''}><Refused refused={refused} /></Frame>;
  if (next === 'surplus') return <Surplus {...props} />;
  const [title = '', more = ''] = text.nexts[next] ?? [];
  return (
    <Frame icon={LOOKS[next][0]} tone={LOOKS[next][1]} title={title} more={<>{more}<Findings whole={whole} /></>}>
      <Refused refused={refused} />
      <Acts {...props} />
    </Frame>
  );
}

const LOOKS: Readonly<Record<Exclude<NextStep, 'clock' | 'surplus' | 'wait'>, readonly [IconName, 'warn' | 'unknown' | undefined]>> = {
  held: ['stop', 'warn'],
  ask: ['help', 'warn'],
  unsure: ['search', 'unknown'],
  name: ['edit', 'warn'],
  pay: ['card', undefined],
  refused: ['warn', 'warn'],
  late: ['clock', 'warn'],
};
/** The last of them is the filled one, if it can be done. */
const BUTTONS: Readonly<Record<NextStep, readonly Act[]>> = { clock: ['stop', 'place_now'], ask: ['stop', 'again', 'agree'], refused: ['stop', 'again'], pay: ['pay'], held: ['stop'], surplus: [], unsure: [], name: [], late: [], wait: [] };

function Acts({ whole, next, may, busy, onAct, onName }: Props) {
  const offline = useSignal(offlineSince) !== null;
  if (!may) return null;
  const acts = BUTTONS[next].filter((act) => can(act, whole));
  const first = acts.includes('agree') || next !== 'ask' ? acts.at(-1) : 'again';
  return (
    <>
      {(next === 'name' || (next === 'unsure' && whole.remote_id === null)) && <Button size="lg" {...(next === 'name' && { variant: 'filled' })} onClick={onName}>{text.verbs.name}</Button>}
      {acts.map((act) => <Button key={act} size="lg" {...(act === first && { variant: 'filled' })} loading={busy} disabled={offline} leftSection={<Icon name={ICONS[act]} />} onClick={() => onAct(act)}>{text.verbs[act]}</Button>)}
    </>
  );
}

/** What the buyer does not want any more: where it is ended, or that the goods are kept. */
function Surplus({ whole, may, onCancel, refused }: Props) {
  const offline = useSignal(offlineSince) !== null;
  const ends = endable(whole);
  return (
    <Frame icon="warn" tone="warn" title={text.surplus(unwantedOf(whole.lines))} more={<>{ends ? text.surplusEnds : text.surplusBy[whole.state === 'sent' || whole.state === 'delivered' ? 'never' : whole.ends_now]} {text.surplusKeep}</>}>
      <Refused refused={refused} />
      {may && ends && <Button size="lg" variant="filled" disabled={offline} leftSection={<Icon name="x" />} onClick={onCancel}>{text.verbs.cancel}</Button>}
    </Frame>
  );
}

function Findings({ whole: { findings } }: { whole: WholePurchase }) {
  const said = findings.map(findingWords);
  if (said.length === 0) return null;
  return <ul className={classes.findings}>{said.map(({ code, words, next, lang }) => <li key={`${code} ${words}`}><span lang={lang}>{words}</span> <b>{next}</b></li>)}</ul>;
}

/** How long it can still be stopped, as a clock that runs down. */
function Buffer(props: Props) {
  const { whole, refused } = props;
  const now = new Date(useNow());
  const left = secondsLeft(whole, now) ?? 0;
  const over = left === 0;
  return (
    <Frame ring={<Ring share={1 - passed(whole, now)} words={clockOf(left)} />} title={over || whole.due_at === null ? text.placedNow : text.places(clockSeconds(new Date(whole.due_at)))} more={over ? text.placedNowMore : text.placesMore}>
      <Refused refused={refused} />
      <Acts {...props} />
    </Frame>
  );
}

const RADIUS = 30;
const ROUND = 2 * Math.PI * RADIUS;

function Ring({ share, words }: { share: number; words: string }) {
  return (
    <svg className={classes.ring} viewBox="0 0 68 68" role="img" aria-label={text.left(words)}>
      <circle cx="34" cy="34" r={RADIUS} className={classes.ringAll} />
      {share > 0 && <circle cx="34" cy="34" r={RADIUS} className={classes.ringLeft} strokeDasharray={`${share * ROUND} ${ROUND}`} transform="rotate(-90 34 34)" />}
      <text x="34" y="39" textAnchor="middle">{words}</text>
    </svg>
  );
}

type FrameProps = { icon?: IconName; ring?: ReactNode; tone?: 'warn' | 'quiet' | 'unknown' | undefined; title: string; more: ReactNode; children?: ReactNode };

function Frame({ icon, ring, tone, title, more, children }: FrameProps) {
  return (
    <section className={`card ${classes.next} ${tone ? classes[tone] : ''}`} aria-label={text.next}>
      {ring ?? <span className={classes.nextIcon}>{icon && <Icon name={icon} size={20} />}</span>}
      <div className={classes.nextWords}><b>{title}</b><div>{more}</div></div>
      <div className={classes.nextActs}>{children}</div>
    </section>
  );
}
