import { Button } from '@mantine/core';
import { number, percent } from '../../../lib/number.ts';
import { useShops } from '../../../lib/shops.ts';
import { Card } from '../../../ui/Card.tsx';
import { Chart } from '../../../ui/chart/Chart.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Figures } from '../../../ui/Figures.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Note } from '../../../ui/Note.tsx';
import type { Effect, Sample } from '../api.ts';
import { bars } from '../model.ts';
import { text } from '../ruleText.ts';
import classes from './rules.module.css';
import { Wide } from './Wide.tsx';

const POINTS = 10_000;

type FiguresProps = { effect: Effect | undefined; error: Error | null; stale: boolean };

/** How many move, by how much, and what stays of a price before and after. */
export function EffectFigures({ effect, error, stale }: FiguresProps) {
  if (error) return null;
  const known = effect && !stale ? effect : undefined;
  const margin = known?.margin_after ?? null;
  const before = known?.margin_before ?? null;
  return (
    <Figures
      label={text.effect}
      figures={[
        { name: text.figures.moves, value: known && number(known.moved), more: known && text.ofAll(number(known.offers)) },
        { name: text.figures.step, value: known && (known.step_mean === null ? '\u2013' : percent(known.step_mean / POINTS, { signed: true })) },
        { name: text.figures.margin, value: known && (margin === null ? '\u2013' : percent(margin / POINTS)), more: before === null ? undefined : before === margin ? text.sameBefore : text.fromBefore(percent(before / POINTS)) },
        { name: text.figures.floor, value: known && number(known.at_floor) },
        { name: text.figures.cost, value: known && number(known.fitting - known.priced) },
      ]}
    />
  );
}

/** The steps, what stands in the way, and some of the offers that would move. */
export function EffectCards({ effect, error, retry }: { effect: Effect | undefined; error: Error | null; retry: () => void }) {
  if (error) return <Card title={text.effect}><ErrorState error={error} retry={retry} /></Card>;
  if (!effect) return <Card title={text.effect} sub={text.counting}><Loading rows={6} /></Card>;
  const others = effect.offers - effect.fitting;
  return (
    <>
      {effect.moved > 0 && (
        <Chart
          title={text.histogram}
          finding={text.histogramFinding(number(effect.moved))}
          kind="bar"
          points={bars(effect.bounds, text.between, text.lower, text.higher)}
          series={[{ name: text.offersName, values: effect.steps }]}
        />
      )}
      <Card title={text.effect} end={<Button size="xs" onClick={retry}>{text.again}</Button>} padded>
        <div className={classes.notes}>
          <p className="muted">{text.rest(number(effect.same), number(effect.kept_by_band), number(others))}</p>
          {!effect.complete && <Note tone="warn" icon="clock">{text.partly(number(effect.offers))}</Note>}
          {effect.not_ours > 0 && <Note icon="lock">{text.notOurs(number(effect.not_ours))}</Note>}
          {effect.below_cost > 0 && <Note tone="warn" icon="warn">{text.belowCost(number(effect.below_cost))}</Note>}
          {effect.findings.map((each) => <Note key={each.code} tone="warn" icon="warn">{each.sentence} <span className="faint">{text.times(number(each.count))}</span></Note>)}
        </div>
      </Card>
      {effect.samples.length > 0 && <Samples effect={effect} />}
    </>
  );
}

function Samples({ effect }: { effect: Effect }) {
  const shops = useShops();
  const { offer, before, after, step } = text.sampleHeads;
  return (
    <Card title={text.samples} sub={text.samplesSub(number(effect.samples.length), number(effect.moved))}>
      <Wide label={text.samples}>
        <table className={classes.lines}>
          <thead><tr><th scope="col">{offer}</th><th scope="col">{before}</th><th scope="col">{after}</th><th scope="col">{step}</th></tr></thead>
          <tbody>{effect.samples.map((one) => <SampleRow key={one.offer_id} sample={one} shop={shops.nameOf(one.account_id)} />)}</tbody>
        </table>
      </Wide>
      <p className={classes.foot}>{text.sends}</p>
    </Card>
  );
}

function SampleRow({ sample, shop }: { sample: Sample; shop: string }) {
  const { currency, before_minor: before, after_minor: after, edge } = sample;
  const more = [shop, sample.ours ? '' : text.theirs, edge ? text.edge[edge] : ''].filter(Boolean).join(', ');
  return (
    <tr>
      <th scope="row"><Link to={`/pricing/why/${sample.offer_id}`} className="link"><bdi>{sample.title || text.untitled}</bdi></Link><small>{more}</small></th>
      <td className="muted"><Money minor={before} currency={currency} bare /></td>
      <td><Money minor={after} currency={currency} /></td>
      <td>{percent(sample.step / POINTS, { signed: true })}</td>
    </tr>
  );
}
