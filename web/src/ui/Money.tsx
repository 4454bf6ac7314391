import { type Amount, figure, money, shortFigure } from '../lib/money.ts';

type Props = Amount & {
  /** Without the code, where the head of the column carries it. */
  bare?: boolean;
  short?: boolean;
};

/** The code before the amount, quieter; the full amount for whoever hovers or listens. */
export function Money({ minor, currency, bare = false, short = false }: Props) {
  const amount = { minor, currency };
  const full = money(amount);
  return (
    <span className="nowrap" title={short ? full : undefined}>
      {!bare && <><span className="cur">{currency}</span>{'\u202F'}</>}
      {short ? shortFigure(amount) : figure(amount)}
    </span>
  );
}
