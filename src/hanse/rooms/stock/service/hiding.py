"""Listings of what is sold out altogether are hidden where the shop wants it so, and shown again as
soon as there is something to sell: only those that we hid. What was refused or not allowed is asked
for again, once a day at most, or when the level has crossed meanwhile; what may have happened is
never repeated, for reading settles it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from hanse.changes.model.changes import Lane
from hanse.changes.model.owners import Owner
from hanse.changes.model.planned import Planned, Target, Wish
from hanse.changes.model.states import Reason, State
from hanse.changes.service import owning, proposing
from hanse.changes.service.hands import Hands
from hanse.engine.tx import Tx
from hanse.rooms.mirror.service import showing, storing
from hanse.rooms.stock.model import hiding as model
from hanse.rooms.stock.model.channels import Channel, WhenOut
from hanse.rooms.stock.model.endings import Then, after
from hanse.rooms.stock.model.hiding import NOTHING, Listing
from hanse.rooms.stock.service import visible
from hanse.rooms.stock.store import hiding as store
from hanse.rooms.stock.store import pushing as rows_store
from hanse.rooms.stock.store.hiding import Ended
from hanse.trade.goods import ListingState
from hanse.trade.ports_read import Kind

KIND, FIELD = "products.state", "state"
TITLE = "Sold out"
WHY = "Listings are hidden while nothing of them can be sold, and shown again after it."
LANES_MAX = 5_000

Wanted = Mapping[str, ListingState]
Listings = Mapping[str, Listing]


async def tend(hands: Hands, tx: Tx, channel: Channel, product_ids: Sequence[str]) -> None:
    """What is out is hidden, what we hid and is not out is shown. The policy decides as always."""
    account_id, hides = channel.account_id, channel.when_out is WhenOut.hide
    known = await store.of_products(tx, account_id, product_ids)
    if not known and not hides:
        return
    out = await sold_out(tx, channel, product_ids)
    wanted = {
        each: state
        for each in product_ids
        if (state := model.wanted(known.get(each, NOTHING), out=each in out, hides=hides))
    }
    now = {
        each: state
        for each, state in wanted.items()
        if model.may_ask(known.get(each, NOTHING), tx.now)
    }
    there = await as_wanted(tx, account_id, now, known)
    asked = {each: state for each, state in now.items() if each not in there}
    noted = {name: each for name, each in there.items() if name in known}
    noted |= as_they_should_be(known, wanted)
    if asked:
        refused = await ask(hands, tx, account_id, asked)
        for each, state in asked.items():
            hidden_at = known.get(each, NOTHING).hidden_at
            noted[each] = Listing(hidden_at, None if each in refused else state, tx.now)
    if noted:
        await store.note(tx, account_id, noted)


def as_they_should_be(known: Listings, wanted: Wanted) -> Listings:
    """Nothing is wanted of these, so what came to nothing before is at an end: the next crossing is
    told at once."""
    return {
        name: replace(each, tried_at=None)
        for name, each in known.items()
        if name not in wanted and each.asked is None and each.tried_at is not None
    }


async def as_wanted(tx: Tx, account_id: UUID, wanted: Wanted, known: Listings) -> Listings:
    """Those that are as wanted without us: what waits to make them otherwise is not wanted. One
    that the shop does not have any more is nobody's. Of one that was not read since we hid it
    nothing is known: it is read, and the next turn decides."""
    names = sorted(wanted)
    standing = await showing.standings(tx, account_id, names) if names else {}
    read_at = await showing.read_at(tx, account_id, Kind.products, names) if names else {}
    found: dict[str, Listing] = {}
    unread: list[str] = []
    for name in names:
        shown, gone = standing.get(name, (None, True))
        hides, before = wanted[name] is ListingState.draft, known.get(name, NOTHING)
        if gone:
            found[name] = NOTHING
        elif hides != (shown == ListingState.live):
            if not hides and before.hidden_at and read_at[name] <= before.hidden_at:
                unread.append(name)
                found[name] = before
            else:
                found[name] = Listing(before.hidden_at if hides else None)
    lanes = [lane_of(account_id, each) for each in found if each in known]
    await proposing.make_room(tx, lanes, Reason.newer_wish)
    await storing.want(tx, account_id, [(Kind.products, each, "") for each in unread])
    return found


async def ask(hands: Hands, tx: Tx, account_id: UUID, wanted: Wanted) -> frozenset[str]:
    """Those that cannot be asked for."""
    names = sorted(wanted)
    fields = [(f"products/{each}", FIELD) for each in names]
    await owning.hand_over(tx, account_id, fields, Owner.hub)
    wishes = [Wish(account_id, KIND, Target(each), {FIELD: wanted[each].value}) for each in names]
    made = await proposing.propose(hands, tx, wishes, title=TITLE, why=WHY)
    return frozenset(names[each.place] for each in made.refused)


async def sold_out(tx: Tx, channel: Channel, product_ids: Sequence[str]) -> frozenset[str]:
    """Those of which no variant can be sold there. One that nobody counts can always be."""
    rows = await rows_store.of_products(tx, channel.account_id, product_ids)
    should = await visible.should_show(tx, channel, rows)
    sold = {each.product_id for each in rows if should[each.target] != 0}
    return frozenset(each.product_id for each in rows) - sold


def lane_of(account_id: UUID, product_id: str) -> Lane:
    return Lane(account_id, f"products/{product_id}", KIND)


async def settle(
    tx: Tx, state: State, account_id: UUID, changes: Sequence[Planned], at: datetime
) -> bool:
    """What became of listings that were to be hidden or shown; whether anything is to be looked at
    again. Those that others wanted so are none of ours."""
    ended = [
        Ended(
            product_id=each.change.thing.ours.partition("/")[2],
            asked=ListingState(str(each.change.after[FIELD])),
            made_at=each.change.made_at,
            proven=state is State.proven,
            unasked=state is State.undone,
        )
        for each in changes
        if each.change.why == WHY and is_over(state, each)
    ]
    if state is State.proven:  # the mirror is to know of it before it is asked whether it is so
        await storing.want(tx, account_id, [(Kind.products, each.product_id, "") for each in ended])
    return bool(ended) and await store.ended(tx, account_id, ended, at)


def is_over(state: State, planned: Planned) -> bool:
    """One that made room for a newer one is over as well; a third value waits for a person."""
    if state in (State.contested, State.proposed):
        return False
    reason = planned.change.reason if planned.change.state is state else None
    return state is State.superseded or after(state, reason) is not Then.rest


async def give_up(tx: Tx, account_id: UUID) -> None:
    """What waits to be hidden or shown there is not wanted any more."""
    names = await store.asked(tx, account_id, LANES_MAX)
    await proposing.make_room(tx, [lane_of(account_id, each) for each in names], Reason.withdrawn)
    await store.forget(tx, account_id)
