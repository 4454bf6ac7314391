import type { Shop } from '../../../lib/shops.ts';
import { State } from '../../../ui/State.tsx';
import { lettersOf } from '../../../ui/Tile.tsx';
import type { Listing, Row } from '../api.ts';
import { text } from '../text.ts';
import classes from './Cell.module.css';

/** A product at one shop: where it stands, and what is wrong or good about it. */
export function Cell({ row, shop }: { row: Row; shop: Pick<Shop, 'id' | 'name' | 'platform'> }) {
  const here = row.listings.filter((listing) => listing.account_id === shop.id);
  // On a phone no head says which shop it is.
  const name = <span className={classes.phone} title={shop.name}>{lettersOf(shop.platform)}</span>;
  if (here.length === 0) return <span className={classes.cell}>{name}<span className="faint">{text.none}</span></span>;
  return <>{here.map((listing) => <span key={listing.id} className={classes.cell}>{name}<One listing={listing} /></span>)}</>;
}

function One({ listing }: { listing: Listing }) {
  const [words, tone] = notable(listing);
  return (
    <>
      <State name={listing.status} more={listing.market && <bdi className="faint">{listing.market}</bdi>} />
      <small className={tone}>{words}</small>
    </>
  );
}

/** The one thing that matters most, in words. */
function notable({ errors, drifts, differs, score, owner, finding }: Listing): readonly [string, string] {
  if (finding) return [finding.sentence, 'bad'];
  if (drifts > 0) return [text.drift(drifts), 'warn'];
  if (differs > 0) return [`${text.other(differs)}, ${text.owners[owner] ?? owner}`, owner === 'channel' ? '' : 'warn'];
  if (errors > 0) return [text.errors(errors), 'bad'];
  return [score === null ? '' : text.score(score), ''];
}
