"""Parcels are followed by a service for all carriers, where one is connected: a number is handed
over once for ever, asked for where nothing was told, and let go when its parcel has arrived.

Each number is paid for. Before it leaves to be registered that is written down, so whoever takes
over from a worker that was killed asks the service first whether it has it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.connections.service import accounts
from hanse.rooms.purchasing.model import followed as model
from hanse.rooms.purchasing.model.followed import Stage, Wanted
from hanse.rooms.purchasing.model.parcels import AGAIN, Parcel
from hanse.rooms.purchasing.service import tracking
from hanse.rooms.purchasing.service.ports import Opened, Trackers
from hanse.rooms.purchasing.service.quoting import OpenTx
from hanse.rooms.purchasing.store import followed as store
from hanse.rooms.purchasing.store import parcels as parcels_store
from hanse.trade.trackers import Looked, Taken, TrackerPort
from hanse.trade.tracking import ParcelState, TrackReport

FOLLOW_JOB = "purchasing.follow"
PAGE = 1_000
WANTED_MAX = 2_000
UNFIT = "No service follows a number like this."
GONE = "The service does not follow it any more."

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Done:
    registered: int = 0
    asked: int = 0
    stopped: int = 0


@dataclass(frozen=True, slots=True)
class Service:
    """One account at a service, and how it is asked."""

    trackers: Trackers
    opened: Opened
    port: TrackerPort
    open_tx: OpenTx

    @property
    def id(self) -> UUID:
        return self.opened.id

    def batches(self, rows: Sequence[Item]) -> Iterable[Sequence[Item]]:
        size = self.port.at_once_max
        return (rows[at : at + size] for at in range(0, len(rows), size))


async def everywhere(tx: Tx, trackers: Trackers, rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    """In the system's transaction: of each workspace the one account that parcels are followed by,
    for a number that two follow is paid for twice."""
    return await accounts.first_everywhere(tx, trackers.platforms(), rows_max)


async def follow(trackers: Trackers, open_tx: OpenTx, workspace_id: UUID, account_id: UUID) -> Done:
    opened = await trackers.open(workspace_id, account_id)
    service = Service(trackers, opened, trackers.port(opened.platform_name), open_tx)
    await hand_over(service)
    registered = await register(service)
    asked, stopped = await look(service)
    return Done(registered, asked, stopped)


async def hand_over(service: Service) -> None:
    """Parcels on their way whose number no service was given, or another number than now."""
    async with service.open_tx() as tx:
        await store.begin(tx, service.id)
        found = await store.unfollowed(tx, WANTED_MAX)
        fits = service.port.fits
        fit = [(each, Stage.wanted, "") for each in found if fits(each[1])]
        unfit = [(each, Stage.refused, UNFIT) for each in found if not fits(each[1])]
        rows = [(number, key, stage, why, by) for (key, number, by), stage, why in (*fit, *unfit)]
        await store.want(tx, service.id, rows)


# Numbers are registered


async def register(service: Service) -> int:
    await take_up(service)
    async with service.open_tx() as tx:
        found = await store.wanted(tx, service.id, WANTED_MAX)
        waiting = [each for each in found if each.stage is Stage.wanted]
        tracker = await store.tracker(tx, service.id)
        until = tracker.held_until if tracker else None
        if not waiting or (until is not None and until > tx.now):
            return 0
    allowance = await service.trackers.allowance(service.opened)
    async with service.open_tx() as tx:
        await store.counted(tx, service.id, allowance)
        chosen = model.chosen(waiting, allowance, tx.now)
    count = 0
    for part in service.batches(chosen):
        count += await register_part(service, part)
    return count


async def take_up(service: Service) -> None:
    """What somebody left behind on its way: what the service does not have was not paid for."""
    async with service.open_tx() as tx:
        found = await store.wanted(tx, service.id, WANTED_MAX)
    for part in service.batches([each for each in found if each.stage is Stage.asking]):
        unknown = await known(service, part)
        async with service.open_tx() as tx:
            await store.stand(tx, service.id, [(each, Stage.wanted, "") for each in unknown])


async def known(service: Service, part: Sequence[Wanted]) -> Sequence[str]:
    """Those that the service has are followed; the numbers that it does not know."""
    looked = await service.trackers.look(service.opened, [each.number for each in part])
    has = [(each.number, Stage.followed, "") for each in looked.reports]
    no = [
        (each.number, Stage.refused, each.finding.sentence)
        for each in looked.refused
        if not each.later
    ]
    async with service.open_tx() as tx:
        await store.stand(tx, service.id, [*has, *no])
        await heard_of(tx, service.id, looked.reports)
    return looked.unknown


async def register_part(service: Service, part: Sequence[Wanted]) -> int:
    numbers = await known(service, part)
    if not numbers:
        return 0
    async with service.open_tx() as tx:
        await store.stand(tx, service.id, [(each, Stage.asking, "") for each in numbers])
    taken = await service.trackers.register(service.opened, numbers)
    async with service.open_tx() as tx:
        await settle(tx, service.id, taken)
    return len(taken.numbers)


async def settle(tx: Tx, account_id: UUID, taken: Taken) -> None:
    later = [each for each in taken.refused if each.later]
    never = [each for each in taken.refused if not each.later]
    rows = [(each, Stage.followed, "") for each in taken.numbers]
    rows += [(each.number, Stage.wanted, each.finding.sentence) for each in later]
    rows += [(each.number, Stage.refused, each.finding.sentence) for each in never]
    await store.stand(tx, account_id, rows)
    if later:
        await store.hold(tx, account_id, tx.now + model.HELD_FOR)


# Numbers are asked for, and let go


async def look(service: Service) -> tuple[int, int]:
    asked = stopped = 0
    while True:
        async with service.open_tx() as tx:
            due = await parcels_store.followed_due(tx, service.id, PAGE)
        over = [number for number, parcel in due if is_over(number, parcel)]
        still = [number for number, parcel in due if not is_over(number, parcel)]
        for part in service.batches(still):
            looked = await service.trackers.look(service.opened, part)
            async with service.open_tx() as tx:
                await take(tx, service.id, part, looked)
            asked += len(part)
        for part in service.batches(over):
            await service.trackers.stop(service.opened, part)
            async with service.open_tx() as tx:
                await store.stand(tx, service.id, [(each, Stage.ended, "") for each in part])
            stopped += len(part)
        if len(due) < PAGE:
            return asked, stopped


def is_over(number: str, parcel: Parcel) -> bool:
    """It has arrived, or has another number by now."""
    return parcel.state not in AGAIN or parcel.number != number


async def take(tx: Tx, account_id: UUID, numbers: Sequence[str], looked: Looked) -> None:
    """One that the service has lost is not registered again: it would be paid for once more."""
    gone = set(looked.unknown)
    await store.stand(tx, account_id, [(each, Stage.ended, GONE) for each in sorted(gone)])
    tracker = await store.tracker(tx, account_id)
    heard_at = tracker.heard_at if tracker else None
    # Whatever was said of it, so that none is due for ever; what is heard of one says it better.
    usual = model.ask_at(ParcelState.in_transit, tx.now, heard_at)
    there = [each for each in numbers if each not in gone]
    await store.again(tx, account_id, dict.fromkeys(there, usual))
    await heard_of(tx, account_id, looked.reports)


async def heard_of(tx: Tx, account_id: UUID, reports: Sequence[TrackReport]) -> None:
    """What the service says of numbers that it follows for us, whether it was asked or not."""
    by_number = {each.number: each for each in reports}
    parcels = await store.parcels(tx, account_id, list(by_number))
    states = await tracking.told(tx, sorted(set(parcels.values())), by_number, scans=True)
    tracker = await store.tracker(tx, account_id)
    heard_at = tracker.heard_at if tracker else None
    await store.again(
        tx,
        account_id,
        {
            number: model.ask_at(states[key], tx.now, heard_at)
            for number, key in parcels.items()
            if key in states
        },
    )


# What it tells by itself, and what we send ourselves


async def pushed(
    tx: Tx, account_id: UUID, reports: Mapping[str, TrackReport], dropped: Sequence[str]
) -> None:
    await store.heard(tx, account_id)
    await heard_of(tx, account_id, list(reports.values()))
    await store.stand(tx, account_id, [(each, Stage.ended, GONE) for each in dropped])


async def sent(tx: Tx, rows: Sequence[tuple[UUID, str, str, str]]) -> None:
    """Order, carrier, number, address of parcels that we sent ourselves; only where a service
    follows parcels, for nobody else tells of them."""
    numbered = [each for each in rows if each[2]]
    account_id = await store.first(tx) if numbered else None
    if account_id is not None:
        given = [(tx.ids.new(), *each) for each in numbered]
        await parcels_store.add_own(tx, account_id, given)
