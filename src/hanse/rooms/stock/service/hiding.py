"""Listings of what is sold out altogether are hidden where the shop wants it so, and shown again as
soon as there is something to sell: only those that we hid."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from hanse.changes.model.owners import Owner
from hanse.changes.model.planned import Target, Wish
from hanse.changes.service import owning, proposing
from hanse.changes.service.hands import Hands
from hanse.engine.tx import Tx
from hanse.rooms.mirror.service import showing
from hanse.rooms.stock.model.channels import Channel, WhenOut
from hanse.rooms.stock.service import visible
from hanse.rooms.stock.store import pushing as store
from hanse.trade.goods import ListingState

KIND, FIELD = "products.state", "state"
TITLE = "Sold out"
WHY = "Listings are hidden while nothing of them can be sold, and shown again after it."


async def tend(hands: Hands, tx: Tx, channel: Channel, product_ids: Sequence[str]) -> None:
    """What is out is hidden, what we hid and is not out is shown. The policy decides as always."""
    account_id = channel.account_id
    ours = await store.hidden(tx, account_id, product_ids)
    if not ours and channel.when_out is not WhenOut.hide:
        return
    out = await sold_out(tx, channel, product_ids)
    to_hide = sorted(each for each in out - ours if channel.when_out is WhenOut.hide)
    standing = await showing.standings(tx, account_id, to_hide) if to_hide else {}
    wanted: dict[str, ListingState] = {
        each: ListingState.draft for each in to_hide if is_live(standing.get(each))
    }
    wanted |= dict.fromkeys(sorted(ours - out), ListingState.live)
    if not wanted:
        return
    fields = [(f"products/{each}", FIELD) for each in wanted]
    await owning.hand_over(tx, account_id, fields, Owner.hub)
    wishes = [
        Wish(account_id, KIND, Target(each), {FIELD: state.value}) for each, state in wanted.items()
    ]
    made = await proposing.propose(hands, tx, wishes, title=TITLE, why=WHY)
    refused = {wishes[each.place].target.remote_id for each in made.refused}
    at: Mapping[str, datetime | None] = {
        each: tx.now if state is ListingState.draft else None
        for each, state in wanted.items()
        if each not in refused
    }
    await store.note_hidden(tx, account_id, at)


async def sold_out(tx: Tx, channel: Channel, product_ids: Sequence[str]) -> frozenset[str]:
    """Those of which no variant can be sold there. One that nobody counts can always be."""
    rows = await store.of_products(tx, channel.account_id, product_ids)
    should = await visible.should_show(tx, channel, rows)
    sold = {each.product_id for each in rows if should[each.target] != 0}
    return frozenset(each.product_id for each in rows) - sold


def is_live(standing: tuple[str | None, bool] | None) -> bool:
    return standing is not None and standing[0] == ListingState.live
