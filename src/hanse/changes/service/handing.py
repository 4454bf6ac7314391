"""Handing fields over, as one act that is looked at first: some things, or all of a shop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Finding, Gone, Rejected, Severity
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.owners import Owned, Owner
from hanse.changes.service import owning
from hanse.changes.service.drifting import powers_of, target_of
from hanse.changes.service.hands import Account, Hands
from hanse.changes.service.owning import Key
from hanse.changes.store import owning as store
from hanse.engine.tx import Tx
from hanse.trade.fields import Value, same

SAMPLES = 20
FIRST = 10  # products of a whole shop, of which something is shown
LOOKED_MAX = 1_000  # things that are compared with what their shop was last seen to show
NOUNS = tuple(sorted({owning.noun_of_kind(name) for name in KINDS if KINDS[name].of_listing}))


@dataclass(frozen=True, slots=True)
class Selection:
    """`things` with the ids of their products, where they have them; None: all of the shop, also
    what is still to come. No `fields`: all that can be written. `persons`: also what persons
    own."""

    account_id: UUID
    things: Mapping[str, str | None] | None
    fields: frozenset[str]
    to: Owner
    persons: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """`ours` is what is wanted of it, `theirs` what the shop was last seen to show; None where
    nobody knows."""

    thing: str
    field: str
    title: str
    owner: Owner
    ours: Value
    theirs: Value


@dataclass(frozen=True, slots=True)
class Preview:
    """`moves` is None for a whole shop, whose fields nobody counts. `persons` are a person's now;
    they are `skipped`, or decided over. `differ`: what is wanted is not what is shown."""

    shop_name: str
    listings: int
    moves: int | None
    persons: int
    skipped: bool
    differ: int
    fields: Sequence[str]
    samples: Sequence[Sample]


async def preview(hands: Hands, tx: Tx, chosen: Selection) -> Preview:
    account = await account_of(hands, tx, chosen.account_id)
    fields = fields_of(hands, account, chosen)
    names = sorted({name for group in fields.values() for name in group})
    skipped = chosen.to is not Owner.person and not chosen.persons
    if chosen.things is None:
        persons, differ = await store.apart(tx, account.id, fields)
        sizes = await hands.sizes(tx, [account.id])
        listings = sizes[account.id].stocked if account.id in sizes else 0
        first = await hands.first(tx, account.id, FIRST)
        some = replace(chosen, things={f"{noun}/{each}": None for each in first for noun in fields})
        _, moving, held = await keys_of(tx, some, fields)
        samples = await samples_of(hands, tx, account, some, moving, held)
        return Preview(
            *(account.name, listings, None, persons, skipped, differ, names), samples=samples
        )
    keys, moving, held = await keys_of(tx, chosen, fields)
    persons = sum(owner(held, key) is Owner.person for key in keys)
    listings = len({thing for thing, _ in keys})
    looked = list(dict.fromkeys(thing for thing, _ in moving))[:LOOKED_MAX]
    shown = await shown_of(hands, tx, account, {each: chosen.things[each] for each in looked})
    known = [held[key] for key in moving if key in held and held[key].ours_known and key in shown]
    differ = sum(not same(each.ours, shown[each.thing, each.field][1]) for each in known)
    samples = [sample(key, held, shown[key]) for key in moving if key in shown]
    told = (len(moving), persons, skipped, differ, names, samples[:SAMPLES])
    return Preview(account.name, listings, *told)


def sample(key: Key, held: Mapping[Key, Owned], shown: tuple[str, Value]) -> Sample:
    return Sample(*key, shown[0], owner(held, key), ours_in(held, key), shown[1])


async def samples_of(
    hands: Hands,
    tx: Tx,
    account: Account,
    some: Selection,
    moving: Sequence[Key],
    held: Mapping[Key, Owned],
) -> Sequence[Sample]:
    """One field of each, so that several things are seen."""
    shown = await shown_of(hands, tx, account, some.things or {})
    first: dict[str, Key] = {}
    for key in moving:
        if key in shown:
            first.setdefault(key[0], key)
    return [sample(key, held, shown[key]) for key in first.values()]


async def hand_over(hands: Hands, tx: Tx, chosen: Selection) -> int | None:
    """How many fields are another's now; None for a whole shop."""
    account = await account_of(hands, tx, chosen.account_id)
    fields = fields_of(hands, account, chosen)
    if chosen.things is None:
        await owning.hand_over_shop(tx, account.id, fields, chosen.to, persons=chosen.persons)
        return None
    _, moving, _ = await keys_of(tx, chosen, fields)
    parents = {thing: parent for thing, parent in chosen.things.items() if parent}
    return await owning.hand_over(tx, account.id, moving, chosen.to, parents=parents)


async def account_of(hands: Hands, tx: Tx, account_id: UUID) -> Account:
    found = (await hands.accounts(tx, [account_id])).get(account_id)
    if found is None:
        raise Gone("There is no such shop here.")
    return found


def fields_of(hands: Hands, account: Account, chosen: Selection) -> Mapping[str, Sequence[str]]:
    """By noun, what Hanse can write there of what was chosen; `Rejected` if it cannot write one."""
    if chosen.things is None:
        nouns = NOUNS
    else:
        nouns = tuple(sorted({owning.noun_of(each) for each in chosen.things}))
    written: dict[str, frozenset[str]] = {}
    for noun in nouns:
        ports = [power.port for power in powers_of(hands, account.platform, noun)]
        written[noun] = frozenset(name for port in ports for name in port.fields)
    known = frozenset(name for names in written.values() for name in names)
    if strange := sorted(chosen.fields - known):
        sentence = f"{account.name} has no {', '.join(strange)} that could be written."
        finding = Finding(Severity.error, "field", sentence, "Leave it out.", strange[0])
        raise Rejected("These fields cannot be handed over.", [finding])
    wanted = chosen.fields or known
    found = {noun: sorted(names & wanted) for noun, names in written.items() if names & wanted}
    if not found:
        raise Rejected(
            f"Hanse writes nothing of these things at {account.name}.",
            next_step="Choose products or offers.",
        )
    return found


async def keys_of(
    tx: Tx, chosen: Selection, fields: Mapping[str, Sequence[str]]
) -> tuple[Sequence[Key], Sequence[Key], Mapping[Key, Owned]]:
    """All that was chosen, what of it moves, and what is said of it now."""
    assert chosen.things is not None, "of a whole shop nobody lists the fields"
    keys = [(each, name) for each in chosen.things for name in fields.get(owning.noun_of(each), ())]
    held = await owning.owned(tx, chosen.account_id, list(chosen.things))
    over_persons = chosen.persons or chosen.to is Owner.person
    moving = [
        key
        for key in keys
        if owner(held, key) is not chosen.to
        if over_persons or owner(held, key) is not Owner.person
    ]
    return keys, moving, held


def owner(held: Mapping[Key, Owned], key: Key) -> Owner:
    return owning.owner_in(held, key)


def ours_in(held: Mapping[Key, Owned], key: Key) -> Value:
    return held[key].ours if key in held else None


async def shown_of(
    hands: Hands, tx: Tx, account: Account, things: Mapping[str, str | None]
) -> Mapping[Key, tuple[str, Value]]:
    """The title, and what the shop was last seen to show; a statement or two for each kind."""
    found: dict[Key, tuple[str, Value]] = {}
    for noun in sorted({owning.noun_of(each) for each in things}):
        targets = {
            target_of(thing, parent): thing
            for thing, parent in things.items()
            if owning.noun_of(thing) == noun
        }
        for power in powers_of(hands, account.platform, noun):
            seen = await hands.shown(tx, account.id, power.port, list(targets))
            for target, (fields, title) in seen.items():
                found |= {(targets[target], name): (title, fields[name]) for name in fields}
    return found
