import { number } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Held, Offer } from '../api.ts';
import { text } from '../text.ts';
import { featureName } from '../words.ts';
import classes from './PlansCard.module.css';

type Props = { offers: readonly Offer[]; plan: string };

/** All plans side by side; each tells the same features in the same order. */
export function PlansCard({ offers, plan }: Props) {
  const features = offers[0]?.features ?? [];
  return (
    <Card title={text.plans}>
      {/* It may be wider than a phone, and is then moved by keys too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={text.plans}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{text.feature}</th>
              {offers.map((offer) => (
                <th key={offer.plan} scope="col" className={offer.plan === plan ? classes.own : undefined}>
                  <b>{offer.name}</b>
                  {offer.plan === plan && <small>{text.current}</small>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {features.map((feature, place) => (
              <tr key={feature.feature}>
                <th scope="row">{featureName(feature.feature)}</th>
                {offers.map((offer) => (
                  <td key={offer.plan} className={offer.plan === plan ? classes.own : undefined}>
                    <Cell held={offer.features[place]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Cell({ held }: { held: Held | undefined }) {
  if (!held?.included) return <span className="faint">{held?.kind === 'number' ? text.none : text.no}</span>;
  if (held.kind === 'switch') return <Sign shape="check" colour="ok">{text.yes}</Sign>;
  return <b>{held.allowed === null ? text.any : number(held.allowed)}</b>;
}
