"""Who owns a field of a listing. Without a line it is as found: the channel's, and the hub proposes
nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.changes.model.changes import Change
from hanse.changes.model.drifts import DriftState
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.owners import AS_FOUND, Owned, Owner, Passing, afterwards, passings
from hanse.changes.model.planned import known_as
from hanse.changes.model.states import State
from hanse.changes.service import facts
from hanse.changes.store import drifts
from hanse.changes.store import owning as store
from hanse.changes.store.owning import WHOLE, Line, json_of
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.trade.fields import Value

FIELDS_MAX = 100_000  # in one act; a whole shop is handed over as such
SAID_MAX = 20

Key = tuple[str, str]  # thing and field
Known = Mapping[Key, Value]
NOTHING: Known = {}


def noun_of(thing: str) -> str:
    return thing.partition("/")[0]


def noun_of_kind(kind: str) -> str:
    return kind.partition(".")[0]


def whole_of(thing: str) -> str:
    return f"{noun_of(thing)}/{WHOLE}"


# Reading


async def owned(tx: Tx, account_id: UUID, things: Sequence[str]) -> Mapping[Key, Owned]:
    """The fields of these things that are not the channel's; one statement."""
    found = await lines_of(tx, account_id, things)
    return {key: each for key, each in found.items() if each.owner is not Owner.channel}


async def lines_of(tx: Tx, account_id: UUID, things: Sequence[str]) -> Mapping[Key, Owned]:
    """What is said of these things: of a field by itself, or of all of the shop."""
    wanted = list(dict.fromkeys(things))
    wholes = {whole_of(each) for each in wanted}
    lines = await store.of_things(tx, account_id, [*wanted, *wholes])
    found = {(each.thing, each.field): each for each in lines if each.thing not in wholes}
    shop_wide = [each for each in lines if each.thing in wholes]
    for thing in wanted if shop_wide else ():
        for each in shop_wide:
            if whole_of(thing) == each.thing and (thing, each.field) not in found:
                found[thing, each.field] = Owned(
                    *(account_id, thing, each.field, each.owner, None, None),
                    base_known=False,
                    ours_known=False,
                )
    return found


async def owned_page(tx: Tx, account_id: UUID, after: Key | None, rows_max: int) -> Sequence[Owned]:
    """The fields of a shop with a line of their own that are not the channel's, in order."""
    return await store.page(tx, account_id, after, rows_max)


async def owners_of(tx: Tx, changes: Sequence[Change]) -> Mapping[UUID, Mapping[str, Owner]]:
    """Of each change, whose the fields are that it writes; a statement for each shop. Nobody owns
    what is no field of a listing."""
    found: dict[UUID, Mapping[str, Owner]] = dict.fromkeys([each.id for each in changes], AS_FOUND)
    for account_id, group in by_account(changes).items():
        lines = await lines_of(tx, account_id, [known_as(each) for each in group])
        found |= {each.id: owners_in(lines, each) for each in group}
    return found


async def passing(tx: Tx, changes: Sequence[Change]) -> Mapping[UUID, Sequence[Passing]]:
    """What gets another owner by those of these that wait for somebody's word."""
    waiting = [each for each in changes if each.state in (State.proposed, State.held)]
    owners = await owners_of(tx, waiting) if waiting else {}
    return {
        each.id: passings(each, owners[each.id], creates=KINDS[each.kind].creates)
        for each in waiting
    }


def owners_in(lines: Mapping[Key, Owned], change: Change) -> Mapping[str, Owner]:
    return {name: owner_in(lines, (known_as(change), name)) for name in change.after}


def by_account(changes: Iterable[Change]) -> Mapping[UUID, Sequence[Change]]:
    """Of each shop, those that change fields of listings. What is still to be made has none."""
    groups: dict[UUID, list[Change]] = {}
    for each in changes:
        if KINDS[each.kind].of_listing and each.thing.remote_id:
            groups.setdefault(each.account_id, []).append(each)
    return groups


# Handing over


async def hand_over(
    tx: Tx,
    account_id: UUID,
    fields: Sequence[Key],
    to: Owner,
    ours: Known = NOTHING,
    base: Known = NOTHING,
    parents: Mapping[str, str] | None = None,
) -> int:
    """From now on these are `to`'s, who wants `ours` of them; what nobody says is as last shown.
    How many were another's before. `parents` are the products of offers that have ids of their own,
    without which such an offer is not read again."""
    if len(fields) > FIELDS_MAX:
        raise Rejected(
            f"{len(fields):,} fields at once; {FIELDS_MAX:,} are the most.",
            next_step="Hand over fewer, or the whole shop.",
        )
    keys = list(dict.fromkeys(fields))
    if not keys:
        return 0
    held = await owned(tx, account_id, [thing for thing, _ in keys])
    moved = [key for key in keys if owner_in(held, key) is not to]
    products = parents or {}
    lines = [
        Line(
            *(*key, to, products.get(key[0])),
            json_of(base[key]) if key in base else None,
            json_of(ours[key]) if key in ours else None,
        )
        for key in keys
    ]
    await store.put(tx, account_id, lines, anyhow=True)
    if to is Owner.channel:
        await drifts.close_fields(tx, account_id, keys, DriftState.handed)
    if moved:
        things = list(dict.fromkeys(thing for thing, _ in moved))
        names = sorted({field for _, field in moved})
        told = facts.FieldsHanded(account_id, to.value, len(moved), things[:SAID_MAX], names)
        await log.append(tx, told)
    return len(moved)


def owner_in(held: Mapping[Key, Owned], key: Key) -> Owner:
    return held[key].owner if key in held else Owner.channel


async def hand_over_shop(
    tx: Tx, account_id: UUID, fields: Mapping[str, Sequence[str]], to: Owner, *, persons: bool
) -> None:
    """All of a shop, also what is still to come: a line for each field of each noun, whatever its
    size. What persons edited stays theirs, unless it is said that it does not."""
    lines = [Line(f"{noun}/{WHOLE}", field, to) for noun in fields for field in fields[noun]]
    await store.put(tx, account_id, lines, persons=persons, anyhow=True)
    if to is Owner.channel:
        await drifts.close_shop(tx, account_id, fields, persons=persons)
    names = sorted({field for group in fields.values() for field in group})
    await log.append(tx, facts.FieldsHanded(account_id, to.value, 0, [], names))


async def want(tx: Tx, account_id: UUID, ours: Known) -> int:
    """The hub now wants this of fields that the hub owns; of how many it does."""
    held = await lines_of(tx, account_id, [thing for thing, _ in ours])
    lines = [
        Line(
            *key, Owner.hub, held[key].parent_id, ours=json_of(ours[key]), version=held[key].version
        )
        for key in ours
        if owner_in(held, key) is Owner.hub
    ]
    await store.put(tx, account_id, lines)
    return len(lines)


# What becomes of changes


async def agreed(tx: Tx, changes: Sequence[Change]) -> None:
    """They are approved: what a person changes of what was as found is the person's from now on,
    and what is wanted of a field is what was agreed to."""
    for account_id, group in by_account(changes).items():
        held = await lines_of(tx, account_id, [known_as(each) for each in group])
        lines: dict[Key, Line] = {}
        for each in group:
            before = owners_in(held, each)
            for name, owner in afterwards(each, before).items():
                if owner is not Owner.channel:
                    taken = json_of(each.before[name]) if owner is not before[name] else None
                    line = following(held, each, name, owner)
                    lines[line.thing, name] = replace(
                        line, base=taken, ours=json_of(each.after[name])
                    )
        await store.put(tx, account_id, list(lines.values()))


async def proven(tx: Tx, changes: Sequence[Change]) -> None:
    """The shop shows what was wanted: that is what both sides agree on now."""
    for account_id, group in by_account(changes).items():
        held = await lines_of(tx, account_id, [known_as(each) for each in group])
        lines: dict[Key, Line] = {}
        for each in group:
            for name, owner in owners_in(held, each).items():
                if owner is not Owner.channel:
                    value = json_of(each.after[name])
                    line = following(held, each, name, owner)
                    lines[line.thing, name] = replace(line, base=value, ours=value)
        await store.put(tx, account_id, list(lines.values()))
        if lines:
            await drifts.close_fields(tx, account_id, list(lines), DriftState.gone)


def following(held: Mapping[Key, Owned], change: Change, name: str, owner: Owner) -> Line:
    key = (known_as(change), name)
    version = held[key].version if key in held else 0
    return Line(*key, owner, change.thing.parent_id, version=version)


async def made(tx: Tx, account_id: UUID, shown: Known, parents: Mapping[str, str]) -> None:
    """What was made by us is the hub's, as the shop shows it."""
    lines = [
        Line(*key, Owner.hub, parents.get(key[0]), json_of(value), json_of(value))
        for key, value in shown.items()
    ]
    await store.put(tx, account_id, lines, anyhow=True)
