import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAddress, wordOf } from '../../../lib/address.ts';
import { number, step } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Sign } from '../../../ui/State.tsx';
import { Time } from '../../../ui/Time.tsx';
import { whyQuery } from '../api.ts';
import { text } from '../itemText.ts';
import { lasted, worst } from '../model.ts';
import { stepWords, verdictWords, whatIfWords } from '../said.ts';
import type { SoldAt, Why } from '../shapes.ts';
import { shownAs, TruthSign, Wide } from './Shared.tsx';
import classes from './stock.module.css';

type Props = { id: string; shops: readonly SoldAt[] };

/** The one shop that is asked about; by itself the one that needs a look most. */
export function useChosen(shops: readonly SoldAt[]): SoldAt | undefined {
  const wanted = wordOf(useAddress().search, 'shop');
  return shops.find(({ account_id: id }) => id === wanted) ?? shops.find(({ account_id: id }) => id === worst(shops)?.account_id);
}

/** Step by step from what lies there to what the shop should show, and what would change it. */
export function WhyCard({ id, shops }: Props) {
  const { change } = useAddress();
  const shop = useChosen(shops);
  const why = useQuery(whyQuery(id, shop?.account_id ?? ''));
  if (!shop) return null;
  const found = why.data;
  const shown = found ? (found.should ?? found.shows) : undefined;
  return (
    <Card
      title={shown === undefined ? text.whyAsk : text.why(shownAs(shown), shop.name)}
      end={
        <NativeSelect
          size="xs"
          className={classes.select}
          aria-label={text.shop}
          data={shops.map(({ account_id: value, name }) => ({ value, label: name }))}
          value={shop.account_id}
          rightSection={<Icon name="down" size={12} />}
          onChange={(event) => change({ shop: event.currentTarget.value })}
        />
      }
    >
      {!found && (why.error ? <ErrorState error={why.error} retry={() => void why.refetch()} /> : <Loading rows={5} />)}
      {found && <Answer why={found} shop={shop} />}
    </Card>
  );
}

function Answer({ why, shop }: { why: Why; shop: SoldAt }) {
  const [verdict, verdictLang] = verdictWords(why, shop.held_why);
  return (
    <>
      {why.steps.length > 0 && <Wide label={text.step}>
        <table className={classes.lines}>
          <thead><tr><th scope="col">{text.step}</th><th scope="col" className={classes.num}>{text.change}</th><th scope="col" className={classes.num}>{text.left}</th></tr></thead>
          <tbody>
            {why.steps.map((line, place) => {
              const { words, lang, more, moreLang } = stepWords(line, shop.name);
              return (
                // oxlint-disable-next-line react/no-array-index-key -- a step may be there twice, and they never move
                <tr key={`${line.code} ${place}`} >
                  <th scope="row"><span lang={lang}>{words}</span>{more && <small lang={moreLang}>{more}</small>}</th>
                  <td className={classes.num}>{place === 0 ? number(line.change) : step(line.change)}</td>
                  <td className={`${classes.num} strong`}>{number(line.left)}</td>
                </tr>
              );
            })}
          </tbody>
          {why.should !== null && <tfoot><tr className={classes.sum}><th scope="row" colSpan={2}>{text.shouldShow(shop.name)}</th><td className={classes.num}>{number(why.should)}</td></tr></tfoot>}
        </table>
      </Wide>}
      {(why.steps.length === 0 || shop.truth !== 'proven') && <p className="card-body muted" lang={verdictLang}>{verdict}</p>}
      <Proof shop={shop} shows={why.shows} />
      <p className={`${classes.part}`}>{text.whatIf}</p>
      <ul className={classes.options}>
        {why.what_if.length === 0 && <li><div className="muted">{text.noWhatIf}</div></li>}
        {why.what_if.map((each, place) => {
          const [words, lang] = whatIfWords(each, shop.name);
          return (
            <li key={`${each.code} ${each.text}`}>
              <div><b lang={lang}>{words}</b><small>{text.wouldShow(number(each.would_show))}</small></div>
              <Link to={`/stock/shops/${shop.account_id}`} className={`button ${place === 0 ? 'filled' : ''}`} aria-label={`${text.look}: ${words}`}>{text.look}</Link>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** What the shop shows, and how old that is. */
function Proof({ shop, shows }: { shop: SoldAt; shows: number | null }) {
  const words = text.itShows(shownAs(shows));
  return (
    <p className={classes.proof}>
      {shop.truth === 'proven' ? <Sign shape="seal" colour="ok">{words}</Sign> : <><TruthSign truth={shop.truth} /><span>{words}</span></>}
      {shop.state === 'held' && <span className="warn">{text.heldWhy(shop.held_why)}</span>}
      {shop.proven_at && shop.truth === 'proven' ? (
        <span className="muted">{text.provenAt} <Time at={shop.proven_at} as="exact" />{shop.latency_ms !== null && <>, {text.provenAfter(lasted(shop.latency_ms))}</>}</span>
      ) : (
        shop.seen_at && <span className="muted">{text.readAt} <Time at={shop.seen_at} /></span>
      )}
    </p>
  );
}
