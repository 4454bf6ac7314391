"""What became of changes that order at suppliers, and what suppliers show of what stands there."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from hanse.changes.model.planned import Planned, mark_of
from hanse.changes.service import reading
from hanse.engine.log import events as log
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.mirror.service import buying, showing, storing
from hanse.rooms.purchasing.model import parcels as parcel_model
from hanse.rooms.purchasing.model.disputes import number_of
from hanse.rooms.purchasing.model.purchases import Purchase
from hanse.rooms.purchasing.model.quoting import Code, Said
from hanse.rooms.purchasing.model.states import Move, State, shown
from hanse.rooms.purchasing.service import facts, supplier_places, taking_back
from hanse.rooms.purchasing.service.dispute_facts import DisputeFound
from hanse.rooms.purchasing.service.needing import KIND, PAY
from hanse.rooms.purchasing.store import disputes as disputes_store
from hanse.rooms.purchasing.store import parcels as parcels_store
from hanse.rooms.purchasing.store import purchases as store
from hanse.trade.ports_read import Kind
from hanse.trade.supply import Purchase as Shown
from hanse.trade.supply import PurchaseState

ORDER, CONFIRM, CANCEL = KIND, "purchases.confirm", "purchases.cancel"
KINDS = (ORDER, CONFIRM, PAY, CANCEL)
SHOWN = "mirror.purchase.changed"
PROVEN, LOST = "changes.change.proven", "changes.change.lost"
CONTESTED, REFUSED = "changes.change.contested", "changes.change.refused"
# It was withdrawn, or came to nothing, before a byte of it left.
WITHDRAWN: Mapping[str, str] = {
    "changes.change.cancelled": "cancelled",
    "changes.change.expired": "expired",
    "changes.change.superseded": "superseded",
    "changes.change.rehearsed": "rehearsed",
}
FOLLOWED = frozenset({SHOWN, PROVEN, LOST, CONTESTED, REFUSED, *WITHDRAWN})
WHY = "to see what stands at the supplier"
PAYS_WITHIN = timedelta(minutes=2)


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    for event in happened:
        if event.name == SHOWN:
            named = await showing.names(tx, Kind.purchases, ids_in(event, "row_ids"))
            by_account: dict[UUID, list[str]] = {}
            for each in named:
                by_account.setdefault(each.account_id, []).append(each.remote_id)
            for account_id, names in by_account.items():
                await look(tx, account_id, names)
        elif found := await reading.of_kinds(tx, ids_in(event, "change_ids"), KINDS):
            await ended(tx, event.name, [each for each in found if each.change.kind == ORDER])
            others = {each.change.account_id for each in found if each.change.kind != ORDER}
            ends = [each for each in found if each.change.kind == CANCEL]
            for account_id in sorted(others):
                if event.name in (REFUSED, *WITHDRAWN):
                    of_it, refused = remote_names(ends, account_id), event.name == REFUSED
                    await not_ended(tx, account_id, of_it, refused=refused)
                await look(tx, account_id, remote_names(found, account_id))


def ids_in(event: Event, name: str) -> Sequence[UUID]:
    told = event.payload.get(name)
    return [UUID(str(each)) for each in told] if isinstance(told, list) else []


def remote_names(found: Sequence[Planned], account_id: UUID) -> Sequence[str]:
    of_it = [each.target.remote_id for each in found if each.change.account_id == account_id]
    return sorted({each for each in of_it if each})


async def ended(tx: Tx, name: str, found: Sequence[Planned]) -> None:
    """By the mark of each, which is our own id of the purchase."""
    by_id = {UUID(mark): each for each in found if (mark := mark_of(each.change))}
    if not by_id:
        return
    rows = await store.ones(tx, sorted(by_id), lock=True)
    if name == PROVEN:
        await proven(tx, rows, by_id)
    elif name == LOST:
        await moved(tx, rows, Move.lost, Said(Code.unsure, {}), facts.Unsure)
    elif name == CONTESTED:
        await moved(tx, rows, Move.lost, Said(Code.other_goods, {}), facts.Unsure)
    elif name == REFUSED:
        for key, each in by_id.items():
            why = each.finding.sentence if each.finding else ""
            step = each.finding.next_step if each.finding else ""
            said = Said(Code.refused, {"why": why, "next": step})
            await turned_down(tx, {key: rows[key]} if key in rows else {}, said, why)
    else:
        said = Said(Code.withdrawn, {"how": WITHDRAWN[name]})
        # What was quoted anew meanwhile is another change by now.
        same = [key for key in rows if rows[key].set_id == by_id[key].change.set_id]
        went = set(await store.move(tx, same, Move.withdrawn, [said]))
        await log.append(
            tx,
            *(facts.Asked(*about(rows[key]), [said.code]) for key in sorted(rows) if key in went),
        )
        await taking_back.drop(tx, went)


async def not_ended(tx: Tx, account_id: UUID, names: Sequence[str], *, refused: bool) -> None:
    """They stand there as before; that a supplier does not end one wants a person."""
    ids = sorted(set((await store.of_remotes(tx, account_id, names)).values()))
    went = await store.move(tx, ids, Move.not_ended)
    rows = await store.ones(tx, went)
    if refused:
        code = Code.not_ended.value
        await log.append(tx, *(facts.Doubted(*about(rows[key]), code) for key in went))


def about(purchase: Purchase) -> tuple[UUID, UUID, str]:
    return purchase.id, purchase.order_id, purchase.number


async def moved(
    tx: Tx, rows: Mapping[UUID, Purchase], by: Move, said: Said, fact: type[facts.Unsure]
) -> None:
    went = set(await store.move(tx, list(rows), by, [said]))
    await log.append(tx, *(fact(*about(rows[key])) for key in sorted(rows) if key in went))


async def turned_down(tx: Tx, rows: Mapping[UUID, Purchase], said: Said, why: str) -> None:
    went = await store.move(tx, list(rows), Move.turned_down, [said])
    await log.append(tx, *(facts.Refused(*about(rows[key]), why) for key in went))
    await taking_back.drop(tx, went)


async def proven(tx: Tx, rows: Mapping[UUID, Purchase], by_id: Mapping[UUID, Planned]) -> None:
    """They stand there. Of one whose number there we never learned, a person has to say it."""
    named = {
        key: [name for name in (each.target.remote_id or "").split(",") if name]
        for key, each in by_id.items()
        if key in rows
    }
    await store.name(tx, list(named.items()))
    nameless = [key for key, names in named.items() if not names]
    for part, said in ((nameless, [Said(Code.nameless, {})]), (list(named), [])):
        went = await store.move(tx, part, Move.proven, said)
        await supplier_places.bought(tx, went)
        await log.append(
            tx, *(facts.Placed(*about(rows[key]), (named[key] or [""])[0]) for key in went)
        )
    await parted(tx, rows, {key: len(names) for key, names in named.items()})
    by_account: dict[UUID, list[str]] = {}
    for key, names in named.items():
        by_account.setdefault(rows[key].account_id, []).extend(names)
    for account_id, names in by_account.items():
        known = await look(tx, account_id, names)
        await storing.want(
            tx, account_id, [(Kind.purchases, each, "") for each in names if each not in known]
        )


async def parted(tx: Tx, rows: Mapping[UUID, Purchase], counts: Mapping[UUID, int]) -> None:
    await log.append(
        tx,
        *(facts.Parted(*about(rows[key]), count) for key, count in counts.items() if count > 1),
    )


async def look(tx: Tx, account_id: UUID, names: Sequence[str]) -> frozenset[str]:
    """What the mirror keeps of these is taken over; the names of those that it has."""
    purchases = await store.of_remotes(tx, account_id, names)
    if not purchases:
        return frozenset()
    rows = await store.ones(tx, sorted(set(purchases.values())), lock=True)
    parts = await store.remotes(tx, list(rows))
    everything = sorted({name for each in parts.values() for name in each})
    told = await buying.purchases(tx, account_id, everything, WHY)
    await store.heard(
        tx, account_id, {name: each.state.value for name, each in told.items() if each.state}
    )
    for key, purchase in rows.items():
        of_it = [told[name] for name in parts.get(key, {}) if name in told]
        if of_it:
            await take_over(tx, purchase, of_it)
    return frozenset(told)


async def take_over(tx: Tx, purchase: Purchase, told: Sequence[Shown]) -> None:
    """Where one stands by all that its supplier shows of its parts."""
    others = [name for each in told for name in each.became]
    if others:
        await store.name(tx, [(purchase.id, others)])
        wanted = [(Kind.purchases, each, "") for each in others]
        await storing.want(tx, purchase.account_id, wanted)
        await log.append(tx, facts.Parted(*about(purchase), len(others)))
    state = parcel_model.overall([each.state for each in told if each.state and not each.became])
    new = await take_parcels(tx, purchase, told)
    await doubts(tx, purchase, told, state)
    await disputed(tx, purchase, told)
    move = shown(purchase.state, state) if state else None
    if move is Move.found_unpaid and pays_still(purchase, tx.now):
        move = None
    if move is not None and await store.move(tx, [purchase.id], move):
        await log.append(tx, fact_of(purchase, move, told[0].remote_id, new))
    elif new:
        await log.append(tx, facts.Sent(*about(purchase), new))


def pays_still(purchase: Purchase, now: datetime) -> bool:
    """Money that leaves by itself needs a moment; it is looked at again."""
    return purchase.placed_at is None or now < purchase.placed_at + PAYS_WITHIN


def fact_of(purchase: Purchase, move: Move, remote_id: str, parcel_ids: Sequence[UUID]) -> object:
    if move is Move.found_unpaid:
        return facts.Unpaid(*about(purchase), remote_id)
    if move is Move.sent:
        return facts.Sent(*about(purchase), parcel_ids)
    if move is Move.delivered:
        return facts.Delivered(*about(purchase))
    if move is Move.ended:
        return facts.Cancelled(*about(purchase))
    return facts.Placed(*about(purchase), remote_id)


async def doubts(
    tx: Tx, purchase: Purchase, told: Sequence[Shown], state: PurchaseState | None
) -> None:
    """What a person should see about one that stands there: each once."""
    paid = parcel_model.paid([each for each in told if not each.became])
    said: list[Code] = []
    if paid is not None:
        await store.paid(tx, {purchase.id: paid})
        quoted = purchase.total_minor
        if quoted is not None and paid > quoted and purchase.paid_minor is None:
            said.append(Code.paid_above)
    if any(each.state is None for each in told) and purchase.state is not State.unsure:
        said.append(Code.unknown_word)
    if state is PurchaseState.delivered and purchase.state is not State.delivered:
        known = (await parcels_store.of_purchases(tx, [purchase.id])).get(purchase.id, ())
        said += [] if any(each.events_seen for each in known) else [Code.unscanned]
    await log.append(tx, *(facts.Doubted(*about(purchase), each.value) for each in said))


async def disputed(tx: Tx, purchase: Purchase, told: Sequence[Shown]) -> None:
    """Somebody may have opened one on the supplier's own site: it is followed from here on. Where
    one of ours is on its way, the supplier may have told of that one before its answer did."""
    for each in told:
        if not each.dispute_id or each.dispute_id == purchase.dispute_id:
            continue
        number = number_of(purchase, len(await disputes_store.of_purchase(tx, purchase.id)))
        if await disputes_store.add_there(tx, purchase, number, each.remote_id, each.dispute_id):
            await disputes_store.name(tx, purchase.id, each.dispute_id)
            await log.append(tx, DisputeFound(*about(purchase), number))


async def take_parcels(tx: Tx, purchase: Purchase, told: Sequence[Shown]) -> Sequence[UUID]:
    """The ids of those that nobody knew."""
    parcels = [parcel for each in told for parcel in each.parcels if parcel.number]
    if not parcels:
        return ()
    known = (await parcels_store.of_purchases(tx, [purchase.id])).get(purchase.id, ())
    former = await parcels_store.former(tx, [purchase.id])
    found = parcel_model.news(known, former, parcels)
    rows = [
        (tx.ids.new(), purchase.id, each.number, each.carrier or "", each.url or "")
        for each in found.new
    ]
    added = await parcels_store.add(tx, rows)
    again = [
        (old.id, new.number, new.carrier or "", new.url or "") for old, new in found.renumbered
    ]
    await parcels_store.renumber(tx, again)
    await log.append(
        tx,
        *(
            facts.ParcelRenumbered(*about(purchase), old.id, old.number, new.number)
            for old, new in found.renumbered
        ),
    )
    return [row[0] for row in rows if row[0] in added]
