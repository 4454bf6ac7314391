import { money } from '../../../lib/money.ts';
import { percent } from '../../../lib/number.ts';
import { Facts } from '../../../ui/Facts.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Note } from '../../../ui/Note.tsx';
import type { Line, Quote } from '../api.ts';
import { text } from '../ruleText.ts';
import { lineWords, plain } from '../said.ts';
import classes from './rules.module.css';
import { Wide } from './Wide.tsx';

export const whyTitle = (quote: Quote): string =>
  quote.price_minor === null ? text.whyNone : text.why(money({ minor: quote.price_minor, currency: quote.currency }));

/** Each layer with what it adds; the lines add up to the price. */
export function WhyTable({ quote }: { quote: Quote }) {
  const { layer, adds, after } = text.whyHeads;
  return (
    <>
      {quote.lines.length > 0 && (
        <Wide label={layer}>
          <table className={classes.lines}>
            <thead><tr><th scope="col">{layer}</th><th scope="col">{adds}</th><th scope="col">{after}</th></tr></thead>
            <tbody>
              {/* A layer may be there twice: the floor before and after a campaign. */}
              {quote.lines.map((line) => (
                <tr key={`${line.layer} ${line.after} ${line.words}`}>
                  <th scope="row">{text.part[line.layer] ?? line.layer}<small>{lineWords(line)}</small></th>
                  <td>{adding(line)}</td>
                  <td><span className="cur">{line.currency}</span>{'\u202F'}{plain(line.after)}</td>
                </tr>
              ))}
            </tbody>
            {quote.price_minor !== null && (
              <tfoot><tr><th scope="row" colSpan={2}>{text.price}</th><td><Money minor={quote.price_minor} currency={quote.currency} /></td></tr></tfoot>
            )}
          </table>
        </Wide>
      )}
      <div className="card-body">
        <div className={classes.notes}>
          {quote.findings.map((each) => <Note key={each.code} tone="warn" icon="warn">{each.sentence} {each.next_step}</Note>)}
          {quote.lines.length === 0 && quote.findings.length === 0 && <p className="muted">{text.noRule}</p>}
          <Facts facts={factsOf(quote)} />
        </div>
      </div>
    </>
  );
}

/** Nothing where the currency changes: the sum is another one then. */
function adding({ amount }: Line): string {
  if (amount === null || Number(amount) === 0) return '';
  return amount.startsWith('-') ? plain(amount) : `+${plain(amount)}`;
}

function factsOf({ now_minor: now, currency, margin, rules }: Quote) {
  return [
    ...(now === null ? [] : [[text.nowAt, <Money key="now" minor={now} currency={currency} />] as const]),
    ...(margin === null ? [] : [[text.margin, percent(margin / 10_000)] as const]),
    ...(rules.length === 0 ? [] : [[text.byRules, rules.join(', ')] as const]),
  ];
}
