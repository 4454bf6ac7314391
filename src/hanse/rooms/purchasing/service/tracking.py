"""Where parcels of suppliers are: asked for when it is time, kept once, told on when it is news."""

import hashlib
from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.parcels import Parcel, ask_at, followed
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
    """What was told of these, whoever told it; one of which nothing is told is asked for later."""
    told = [(each, report) for each in parcels if (report := reports.get(each.number))]
    rows = [row for each, report in told for row in rows_of(each, report)]
    new = await store.add_events(tx, rows)
    moved: list[Moved] = []
    again = {each.id: ask_at(each.state, tx.now) for each in parcels}
    said: list[object] = []
    delivered: list[UUID] = []
    purchases = await purchases_store.ones(tx, sorted({each.purchase_id for each, _ in told}))
    for each, report in told:
        state, since = followed(each, report, tx.now)
        again[each.id] = ask_at(state, tx.now)
        moved.append(
            (
                *(each.id, state.value, since, report.returning, report.delivered_at),
                *(report.promised_by, new.get(each.id, 0)),
            )
        )
        if state is not each.state and (of := purchases.get(each.purchase_id)):
            about = of.id, of.order_id, of.number
            said.append(facts.ParcelMoved(*about, each.id, each.number, state.value))
            if state is ParcelState.delivered:
                delivered.append(of.id)
    await store.move(tx, moved)
    await store.asked(tx, again)
    await log.append(tx, *said)
    whole = await store.all_delivered(tx, delivered) if delivered else ()
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
