"""Where parcels of suppliers are: asked for when it is time, kept once, told on when it is news."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.parcels import Parcel, ask_at, followed
from hanse.rooms.purchasing.model.quoting import Code
from hanse.rooms.purchasing.model.states import Move
from hanse.rooms.purchasing.service import facts
from hanse.rooms.purchasing.service.ports import Opened, Suppliers
from hanse.rooms.purchasing.service.quoting import OpenTx
from hanse.rooms.purchasing.store import parcels as store
from hanse.rooms.purchasing.store import purchases as purchases_store
from hanse.rooms.purchasing.store.parcels import Event, Moved
from hanse.trade.supply import Tracked
from hanse.trade.tracking import ParcelState, TrackEvent, TrackReport

TRACK_JOB = "purchasing.track"
PAGE = 1_000


async def track(suppliers: Suppliers, open_tx: OpenTx, workspace_id: UUID, account_id: UUID) -> int:
    """Of one account, until none is due; how many were asked for."""
    opened = await suppliers.open(workspace_id, account_id)
    port = suppliers.port(opened.platform_name)
    if port is None or port.track_question is None:
        return 0
    asked = 0
    while True:
        async with open_tx() as tx:
            due = await store.due(tx, account_id, PAGE)
        for at in range(0, len(due), port.tracked_max):
            part = due[at : at + port.tracked_max]
            await ask(suppliers, opened, open_tx, part)
            asked += len(part)
        if len(due) < PAGE:  # what became due meanwhile waits for more, to fill a call
            return asked


async def ask(
    suppliers: Suppliers, opened: Opened, open_tx: OpenTx, part: Sequence[tuple[Parcel, str]]
) -> None:
    wanted = [Tracked(remote_id, each.number, each.carrier) for each, remote_id in part]
    reports = await suppliers.tracked(opened, wanted)
    by_number = {each.number: each for each in reports}
    async with open_tx() as tx:
        await take(tx, [each for each, _ in part], by_number)


async def take(tx: Tx, parcels: Sequence[Parcel], reports: Mapping[str, TrackReport]) -> None:
    """What their supplier was asked for; one of which nothing is told is asked for later."""
    states = await told(tx, [each.id for each in parcels], reports)
    await store.asked(
        tx, {each.id: ask_at(states.get(each.id, each.state), tx.now) for each in parcels}
    )


async def told(
    tx: Tx, parcel_ids: Sequence[UUID], reports: Mapping[str, TrackReport], *, scans: bool = False
) -> Mapping[UUID, ParcelState]:
    """What was told of these, whoever told it, by number; where each is now. `scans`: who tells it
    tells every scan, so what was delivered without one is doubted."""
    parcels = await store.hold(tx, parcel_ids)
    heard = [(each, report) for each in parcels if (report := reports.get(each.number))]
    rows = [row for each, report in heard for row in rows_of(each, report)]
    new = await store.add_events(tx, rows)
    states = {each.id: each.state for each in parcels}
    moved: list[Moved] = []
    went: list[tuple[Parcel, ParcelState]] = []
    for each, report in heard:
        state, since = followed(each, report, tx.now)
        states[each.id] = state
        moved.append(
            (
                *(each.id, state.value, since, report.returning, report.delivered_at),
                *(report.promised_by, new.get(each.id, 0)),
            )
        )
        if state is not each.state:
            went.append((each, state))
    await store.move(tx, moved)
    unseen = {each.id for each, _ in went if not each.events_seen and not new.get(each.id)}
    await tell(tx, went, unseen if scans else set())
    return states


async def tell(
    tx: Tx, went: Sequence[tuple[Parcel, ParcelState]], unseen: Collection[UUID]
) -> None:
    purchases = await purchases_store.ones(
        tx, sorted({each.purchase_id for each, _ in went if each.purchase_id})
    )
    said: list[object] = []
    arrived: list[UUID] = []
    for each, state in went:
        if each.purchase_id is None and each.order_id is not None:
            said.append(facts.OwnParcelMoved(each.id, each.order_id, each.number, state.value))
        elif each.purchase_id and (of := purchases.get(each.purchase_id)):
            about = of.id, of.order_id, of.number
            said.append(facts.ParcelMoved(*about, each.id, each.number, state.value))
            if state is ParcelState.delivered:
                arrived.append(of.id)
                if each.id in unseen:
                    said.append(facts.Doubted(*about, Code.unscanned.value))
    await log.append(tx, *said)
    whole = await store.all_delivered(tx, arrived) if arrived else ()
    done = await purchases_store.move(tx, whole, Move.delivered)
    await log.append(
        tx,
        *(facts.Delivered(key, purchases[key].order_id, purchases[key].number) for key in done),
    )


def rows_of(parcel: Parcel, report: TrackReport) -> Sequence[Event]:
    return [
        (
            *(parcel.id, digest(each), each.at, each.at_text),
            *(each.state.value if each.state else None, each.word, each.text, each.place),
        )
        for each in report.events
    ]


def digest(event: TrackEvent) -> bytes:
    """The same event told twice, or by two, is one."""
    told = event.at.isoformat() if event.at else event.at_text
    text = "\0".join((told, event.word, event.text, event.place))
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
