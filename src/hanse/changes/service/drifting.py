"""What shops really show of fields that are ours: asked by id, never of a copy, some of it every
hour, and all of it when somebody wants to know."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hanse.base.faults import Conflict, Gone, Rejected
from hanse.changes.model.drifts import Compared, Drift, DriftState, Seen, compare
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.owners import Owned
from hanse.changes.service import facts, owning, queue
from hanse.changes.service.asking import OpenTx, from_cache
from hanse.changes.service.hands import Hands, Opened, Power
from hanse.changes.store import drifts as store
from hanse.changes.store import owning as lines_store
from hanse.changes.store.drifts import Reading as Reading
from hanse.changes.store.drifts import Share as Share
from hanse.changes.store.owning import Line, json_of
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.trade.fields import Value
from hanse.trade.ports_read import Kind, Row
from hanse.trade.ports_write import Target

SAMPLE = 50  # listings of a shop, every hour
PART = 100  # of a reading of all: what one call tells at most platforms
PRIORITY = -5  # whatever else wants to be asked goes first
SPOTS = 2**32

Thing = tuple[str, str | None]  # with the id of its product, if it has one


@dataclass(slots=True)
class Asked:
    """What was known of the things before the shop was asked, and what it showed."""

    lines: Mapping[str, Sequence[Owned]]
    parents: Mapping[str, str | None]
    seen: dict[str, Seen] = field(default_factory=dict)
    rows: list[tuple[Kind, Sequence[Row[Any]]]] = field(default_factory=list)
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """How many listings were read, how many of them were as we left them, and what is new."""

    count: int = 0
    proven: int = 0
    drifts: int = 0


def target_of(thing: str, parent_id: str | None) -> Target:
    return Target(thing.partition("/")[2], parent_id)


def powers_of(hands: Hands, platform: str, noun: str) -> Sequence[Power]:
    """What writes fields of such things, and so reads them."""
    return [
        power
        for (name, kind), power in hands.powers.items()
        if name == platform and KINDS[kind].of_listing and owning.noun_of_kind(kind) == noun
    ]


# Asking


async def ask(hands: Hands, open_tx: OpenTx, opened: Opened, things: Sequence[Thing]) -> Asked:
    async with open_tx() as tx:
        held = await owning.owned(tx, opened.id, [thing for thing, _ in things])
    of_thing: dict[str, list[Owned]] = {}
    for each in held.values():
        if each.version:  # of what has no line of its own, nothing is known
            of_thing.setdefault(each.thing, []).append(each)
    asked = Asked(of_thing, {thing: parent for thing, parent in things if thing in of_thing})
    asked.asked_at = hands.database.clock.now()
    for noun in sorted({owning.noun_of(thing) for thing in of_thing}):
        await ask_of(hands, opened, noun, asked)
    return asked


async def ask_of(hands: Hands, opened: Opened, noun: str, asked: Asked) -> None:
    """Each question once, also where several kinds of changes are read by it. A thing is missing
    where the shop was asked for it and told of others alone."""
    powers = powers_of(hands, opened.platform_name, noun)
    wanted = {
        target_of(thing, asked.parents[thing]): thing
        for thing in asked.lines
        if owning.noun_of(thing) == noun
    }
    questions = {
        reading: power for power in powers for reading in power.port.readings(list(wanted))
    }
    fields: dict[str, dict[str, Value]] = {}
    missing: set[str] = set()
    for reading, power in questions.items():
        port = power.reads[reading.kind]
        named = {f"{noun}/{each}" for each in reading.ask.ids} & asked.lines.keys()
        try:
            question = port.question(reading.ask, opened.shop)
            reply = await hands.shops.ask(opened, question, priority=PRIORITY)
        except Gone:
            missing |= named
            continue
        except Rejected:
            continue  # it cannot be read like this: nothing is told of it
        if from_cache(reply):
            continue
        page = port.page(reading.ask, reply, opened.shop)
        asked.rows.append((reading.kind, page.rows))
        missing |= {each for each in named if each.partition("/")[2] not in page.seen_ids}
        for row in page.rows:
            for each in powers:
                for found in each.port.found(reading.kind, row.value):
                    thing = f"{noun}/{found.target.remote_id}"
                    if thing in asked.lines:
                        fields.setdefault(thing, {}).update(found.fields)
                        at = getattr(row.value, "modified_at", None)
                        asked.seen[thing] = Seen(fields[thing], modified_at=at)
    asked.seen |= {each: Seen(None) for each in missing if each not in asked.seen}


# Comparing


async def note(hands: Hands, tx: Tx, opened: Opened, asked: Asked) -> Looked:
    """What was found is kept, counted and told. Of what moved while the shop was asked nothing is
    said: it is looked at again another time."""
    assert asked.asked_at is not None, "the shop was asked"
    for kind, rows in asked.rows:
        await hands.seen(tx, opened.id, kind, rows, asked.asked_at)
    things = list(asked.lines)
    held = await owning.owned(tx, opened.id, things)
    moving = await store.in_flight(tx, opened.id, things)
    compared: dict[str, Compared] = {}
    for thing, lines in asked.lines.items():
        if thing in asked.seen:
            still = [each for each in lines if held.get((thing, each.field)) == each]
            found = compare(still, asked.seen[thing], moving.get(thing, frozenset()))
            if found.looked:
                compared[thing] = found
    await adopt(tx, opened.id, compared, held)
    right = [(thing, name) for thing, each in compared.items() for name in (*each.right, "")]
    missing = {thing for thing, each in asked.seen.items() if each.fields is None}
    there = [key for key in right if key[0] not in missing]
    await store.close_fields(tx, opened.id, there, DriftState.gone)
    fresh = await keep(hands, tx, opened, asked, compared)
    proven = sum(each.proven for each in compared.values())
    if compared:
        await store.looked(tx, opened.id, tx.now.date(), len(compared), proven)
    return Looked(len(compared), proven, len(fresh))


async def adopt(
    tx: Tx,
    account_id: UUID,
    compared: Mapping[str, Compared],
    held: Mapping[owning.Key, Owned],
) -> None:
    """What both sides want, and what nobody had said, is what was agreed on last."""
    lines = [
        Line(
            *(thing, name, held[thing, name].owner, held[thing, name].parent_id),
            base=json_of(value),
            version=held[thing, name].version,
        )
        for thing, each in compared.items()
        for name, value in (each.adopted or {}).items()
    ]
    await lines_store.put(tx, account_id, lines)


async def keep(
    hands: Hands, tx: Tx, opened: Opened, asked: Asked, compared: Mapping[str, Compared]
) -> Sequence[Drift]:
    drifting = {thing: each.drifted for thing, each in compared.items() if each.drifted}
    if not drifting:
        return ()
    titles = await titles_of(hands, tx, opened, {each: asked.parents[each] for each in drifting})
    found = [
        Drift(
            *(tx.ids.new(), opened.id, thing, asked.parents[thing], each.field),
            *(titles.get(thing, ""), each.owner, each.base, each.ours, each.theirs),
            *(tx.now, tx.now, asked.seen[thing].modified_at),
        )
        for thing, drifted in drifting.items()
        for each in drifted
    ]
    midnight = tx.now.replace(hour=0, minute=0, second=0, microsecond=0)
    day_first = not await store.any_since(tx, opened.id, midnight)
    fresh = await store.found(tx, opened.id, found)
    if fresh:
        told = facts.DriftsFound(opened.id, len(fresh), str(fresh[0]), day_first)
        await log.append(tx, told)
    return fresh


async def titles_of(
    hands: Hands, tx: Tx, opened: Opened, things: Mapping[str, str | None]
) -> Mapping[str, str]:
    """As people know them; of what was never read there is none."""
    found: dict[str, str] = {}
    for noun, number in sorted(Counter(map(owning.noun_of, things)).items()):
        targets = {
            target_of(thing, parent): thing
            for thing, parent in things.items()
            if owning.noun_of(thing) == noun
        }
        for power in powers_of(hands, opened.platform_name, noun) if number else ():
            # Not all of one noun are read alike: a level of stock is no variant.
            if left := [target for target, thing in targets.items() if thing not in found]:
                seen = await hands.shown(tx, opened.id, power.port, left)
                found |= {targets[target]: title for target, (_, title) in seen.items()}
    return found


# Some of it, and all of it


async def sample(hands: Hands, open_tx: OpenTx, opened: Opened) -> Looked:
    """Things from a place on that nobody chose."""
    async with open_tx() as tx:
        spot = tx.ids.new().int % SPOTS - SPOTS // 2
        things = await lines_store.sample(tx, opened.id, spot, SAMPLE)
    if not things:
        return Looked()
    asked = await ask(hands, open_tx, opened, things)
    async with open_tx() as tx:
        return await note(hands, tx, opened, asked)


async def begin(hands: Hands, tx: Tx, account_id: UUID) -> Reading:
    """All that is ours at a shop is read from now on, unless that is under way."""
    accounts = await hands.accounts(tx, [account_id])
    if account_id not in accounts:
        raise Gone("There is no such shop here.")
    if not accounts[account_id].connected:
        raise Rejected(
            f"{accounts[account_id].name} is disconnected.", next_step="Connect it again first."
        )
    found = await store.begin(tx, account_id, await lines_store.count(tx, account_id))
    await queue.ask_to_reread(tx, account_id, found.id)
    return found


async def go_on(
    hands: Hands, open_tx: OpenTx, opened: Opened, reading_id: UUID
) -> tuple[Looked, bool]:
    """The next part; whether there is another. Whoever is killed at it has not done it."""
    async with open_tx() as tx:
        at = await store.reading(tx, reading_id)
        if at is None or at.ended_at is not None:
            return Looked(), False
        things = await lines_store.things(tx, at.account_id, at.after_thing, PART)
    asked = await ask(hands, open_tx, opened, things)
    more = len(things) == PART
    async with open_tx() as tx:
        looked = await note(hands, tx, opened, asked)
        after = things[-1][0] if things else at.after_thing
        ended = None if more else tx.now
        if not await store.advance(tx, at, after, looked.count, looked.proven, ended):
            raise Twice("Somebody else reads this part.")
    return looked, more


class Twice(Conflict):
    """What this one did is taken back, for another has done it."""

    code = "read_twice"


async def ours_everywhere(tx: Tx) -> Mapping[UUID, Sequence[UUID]]:
    """In the system's transaction: of each workspace, the shops with fields that are ours."""
    found: dict[UUID, list[UUID]] = {}
    for workspace_id, account_id in await lines_store.shops_everywhere(tx):
        found.setdefault(workspace_id, []).append(account_id)
    return found


# Looking at it


async def list_drifts(
    tx: Tx,
    account_id: UUID | None,
    state: DriftState | None,
    before: tuple[datetime, UUID] | None,
    rows_max: int,
) -> Sequence[Drift]:
    """Those that were found last first."""
    return await store.page(tx, account_id, state, before, rows_max)


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of each shop is as we left it, day by day; how many drifts wait for somebody; and
    the last reading of all."""

    shares: Sequence[Share]
    waiting: Mapping[UUID, int]
    readings: Sequence[Reading]


async def of_ids(tx: Tx, drift_ids: Sequence[UUID]) -> Sequence[Drift]:
    """The drifts behind the ids of an event, whatever became of them."""
    return await store.named(tx, drift_ids)


async def standing(tx: Tx, days: int) -> Standing:
    since = (tx.now - timedelta(days=days - 1)).date()
    return Standing(
        await store.shares(tx, since), await store.counts(tx), await store.newest_readings(tx)
    )
