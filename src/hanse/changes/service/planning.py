"""Wishes become changes as they would go out: compared with what the shop shows, cut to what is
different, turned into the platform's own bytes. Nothing is written here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.changes.model.changes import Change, ChangeSet, Thing, check, crowded, narrowed
from hanse.changes.model.fingerprints import Basis, fingerprint
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.owners import AS_FOUND, Owned, Owner, afterwards, refusals
from hanse.changes.model.planned import Planned, Wish, mark_of, thing_of
from hanse.changes.service import owning
from hanse.changes.service.hands import Account, Hands, Power
from hanse.engine.tx import Tx
from hanse.trade.fields import NOTHING, Fields, Picture, Value, chosen, other
from hanse.trade.files import NO_FILES, File
from hanse.trade.pictures import OURS, pictures_of
from hanse.trade.ports_write import Target, Wanted
from hanse.trade.shop import Shop


@dataclass(frozen=True, slots=True)
class Refused:
    """A wish that cannot be a change, by its place in the list, and why."""

    place: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """`there`: the places of wishes that the shop shows already."""

    planned: tuple[Planned, ...]
    refused: tuple[Refused, ...]
    there: tuple[int, ...] = ()

    @property
    def same(self) -> int:
        return len(self.there)


async def plan(hands: Hands, tx: Tx, made: ChangeSet, wishes: Sequence[Wish], policy: int) -> Plan:
    """Costs a few statements for each shop and kind, and a little work for each wish."""
    accounts = await hands.accounts(tx, sorted({each.account_id for each in wishes}))
    groups: dict[tuple[UUID, str], list[int]] = {}
    refused: dict[int, tuple[Finding, ...]] = {}
    for place, wish in enumerate(wishes):
        if why := not_possible(hands, accounts.get(wish.account_id), wish):
            refused[place] = (why,)
        else:
            groups.setdefault((wish.account_id, wish.kind), []).append(place)
    possible = [wishes[place] for places in groups.values() for place in places]
    lines = await lines_in(tx, possible)
    stages = Stages(wishes, [tx.ids.new() for _ in wishes])
    files = await files_of(hands, tx, [each.after for each in possible])
    found: dict[int, Planned] = {}
    same: list[int] = []
    for (account_id, kind), places in groups.items():
        account = accounts[account_id]
        power = hands.power(account.platform, kind)
        targets = [wishes[place].target for place in places if wishes[place].target.remote_id]
        shown = await hands.shown(tx, account_id, power.port, targets) if targets else {}
        for place in places:
            wish = wishes[place]
            there = stages.shown(place, shown)
            change = stages.change(place, made, there)
            try:
                whose = owning.owners_in(lines.get(account_id, {}), change)
                one = planned(
                    change, wish, shown_of(there, wish), whose, account, power, policy, files
                )
            except Rejected as fault:
                refused[place] = findings_of(fault)
                continue
            if one is None:
                same.append(place)
            else:
                found[place] = replace(one, findings=(*one.findings, *stages.told(place)))
    alone(found, refused)
    stages.stop(found, refused)
    return Plan(
        tuple(found[place] for place in sorted(found)),
        tuple(Refused(place, refused[place]) for place in sorted(refused)),
        tuple(same),
    )


@dataclass(frozen=True, slots=True)
class Stages:
    """Wishes of which some wait for what others make. `ids` are those of their changes."""

    wishes: Sequence[Wish]
    ids: Sequence[UUID]
    places: dict[tuple[UUID, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, wish in enumerate(self.wishes):
            if wish.kind in KINDS and KINDS[wish.kind].creates:
                self.places[wish.account_id, thing_of(wish)] = place

    def awaited(self, place: int) -> Sequence[int]:
        """`ValueError` where nothing of the set makes it."""
        wish = self.wishes[place]
        wanted = [(wish.account_id, each) for each in wish.waits_for]
        if strange := [thing for key in wanted if key not in self.places for thing in key[1:]]:
            raise ValueError(f"Nothing of this set makes {', '.join(strange)}.")
        return [self.places[key] for key in wanted]

    def shown(
        self, place: int, shown: Mapping[Target, tuple[Fields, str]]
    ) -> Mapping[Target, tuple[Fields, str]]:
        """What is to be made will show what it is made with."""
        wish = self.wishes[place]
        if not wish.named_by or KINDS[wish.kind].creates:
            return shown
        maker = self.wishes[self.places[wish.account_id, wish.named_by]]
        return {wish.target: (maker.after, maker.title)}

    def change(
        self, place: int, made: ChangeSet, shown: Mapping[Target, tuple[Fields, str]]
    ) -> Change:
        wish = self.wishes[place]
        maker = self.places[wish.account_id, wish.named_by] if wish.named_by else None
        return replace(
            change_of(self.ids[place], made, wish, shown),
            waits_for=tuple(self.ids[each] for each in self.awaited(place)),
            named_by=None if maker is None else self.ids[maker],
        )

    def told(self, place: int) -> Sequence[Finding]:
        awaited = self.awaited(place)
        if not awaited:
            return ()
        first = self.wishes[awaited[0]].title
        others = f" and {len(awaited) - 1:,} more" if len(awaited) > 1 else ""
        sentence = f"It goes out as soon as the shop has {first}{others}, and not before."
        return (Finding(Severity.hint, "waits", sentence, "Nothing is to be done.", ""),)

    def stop(self, found: dict[int, Planned], refused: dict[int, tuple[Finding, ...]]) -> None:
        """What waits for something that cannot be is no change either. Whatever is waited for
        stands before what waits."""
        for place in sorted(found):
            if lost := [each for each in self.awaited(place) if each not in found]:
                title, first = self.wishes[place].title, self.wishes[lost[0]].title
                sentence = f"{title}: it waits for {first}, which cannot be made."
                refused[place] = (wrong("awaited", sentence, "Put that right first.", ""),)
                del found[place]


def alone(found: dict[int, Planned], refused: dict[int, tuple[Finding, ...]]) -> None:
    """Of one set, one change at most goes to one thing: which of two should win, nobody knows."""
    by_id = {each.change.id: place for place, each in found.items()}
    for group in crowded([each.change for each in found.values()]).values():
        for change in group:
            place = by_id[change.id]
            sentence = f"{change.thing.title}: the same thing is in this set {len(group)} times."
            refused[place] = (wrong("twice", sentence, "Leave one of them.", ""),)
            del found[place]


def not_possible(hands: Hands, account: Account | None, wish: Wish) -> Finding | None:
    if account is None:
        return wrong("account", "There is no such shop here.", "Choose one of the list.", "account")
    if not account.connected:
        sentence = f"{account.name} is disconnected."
        return wrong("disconnected", sentence, "Connect it again first.", "account")
    power = hands.powers.get((account.platform, wish.kind))
    if power is None:
        title = KINDS[wish.kind].title if wish.kind in KINDS else wish.kind
        sentence = f"Hanse cannot change this at {account.name}: {title}."
        return wrong("no_power", sentence, "Change it at the shop itself.", "kind")
    strange = sorted(wish.after.keys() - power.port.fields)
    if strange:
        sentence = f"{account.name} has no {', '.join(strange)} that could be written."
        return wrong("field", sentence, "Leave it out.", strange[0])
    return None


def wrong(code: str, sentence: str, step: str, field: str) -> Finding:
    return Finding(Severity.error, code, sentence, step, field)


def findings_of(fault: Rejected) -> tuple[Finding, ...]:
    return fault.findings or (Finding(Severity.error, fault.code, fault.sentence, fault.next_step),)


def shown_of(shown: Mapping[Target, tuple[Fields, str]], wish: Wish) -> Fields:
    return shown[wish.target][0] if wish.target in shown else NOTHING


def change_of(
    change_id: UUID, made: ChangeSet, wish: Wish, shown: Mapping[Target, tuple[Fields, str]]
) -> Change:
    fields, title = shown.get(wish.target, (NOTHING, ""))
    creates = KINDS[wish.kind].creates
    target = wish.target
    if not creates and wish.target not in shown:
        target = replace(target, remote_id=None)  # nobody has seen it there
    return Change(
        id=change_id,
        set_id=made.id,
        account_id=wish.account_id,
        kind=wish.kind,
        thing=Thing(thing_of(wish), target.remote_id, wish.title or title, target.parent_id),
        before={} if creates else chosen(fields, frozenset(wish.after)),
        after=wish.after,
        why=made.why,
        origin=made.origin,
        made_at=made.made_at,
        undoes=wish.undoes,
    )


async def lines_in(
    tx: Tx, wishes: Iterable[Wish]
) -> Mapping[UUID, Mapping[tuple[str, str], Owned]]:
    """What is said of the owners of these things; a statement for each shop."""
    things: dict[UUID, list[str]] = {}
    for each in wishes:
        if KINDS[each.kind].of_listing:
            things.setdefault(each.account_id, []).append(thing_of(each))
    return {
        account_id: await owning.lines_of(tx, account_id, things[account_id])
        for account_id in sorted(things)
    }


def planned(
    change: Change,
    wish: Wish,
    shown: Fields,
    owners: Mapping[str, Owner],
    account: Account,
    power: Power,
    policy: int,
    files: Mapping[str, File],
) -> Planned | None:
    """None if the shop shows it already; `Rejected` with every finding if it is no change."""
    kind = KINDS[change.kind]
    if other(change.before, change.after):
        check(change, kind)
        change = change if kind.creates else narrowed(change)
    else:
        return None
    listed = kind.of_listing and change.thing.remote_id is not None
    whose = {name: owners[name] for name in change.after} if listed else AS_FOUND
    if not_ours := refusals(change, whose):
        raise Rejected(f"{change.thing.title}: this is not the {change.origin.wisher}'s.", not_ours)
    leans_on = power.port.leans_on | frozenset(change.after)
    basis = Basis(chosen(shown, leans_on), afterwards(change, whose), wish.rule, policy, power.card)
    found = piece_of(change, basis, account.platform, account.shop, power, files)
    return replace(found, draw=wish.draw) if wish.draw else found


def not_taken(
    power: Power, shop: Shop, target: Target, shown: Fields, after: Fields
) -> tuple[Finding, ...]:
    """Why the platform would not take this of what is there; nothing where it would."""
    try:
        power.port.piece(Wanted(target, shown, after), shop)
    except Rejected as fault:
        return findings_of(fault)
    return ()


def target_of(change: Change, power: Power) -> Target:
    """Where its id is still to come, something stands in for it."""
    thing = change.thing
    if change.named_by is None:
        return Target(thing.remote_id, thing.parent_id)
    if KINDS[change.kind].creates:
        return Target(None, power.port.stand_in or None)
    return Target(power.port.stand_in or None, thing.parent_id)


async def files_of(hands: Hands, tx: Tx, wanted: Iterable[Fields]) -> Mapping[str, File]:
    """What we keep of the pictures in these; one question for all of them."""
    names = {each.name for fields in wanted for value in fields.values() for each in named(value)}
    return await hands.files(tx, sorted(names)) if names else NO_FILES


def named(value: Value) -> Sequence[Picture]:
    return [each for each in pictures_of(value) or () if OURS.fullmatch(each.name)]


def piece_of(
    change: Change,
    basis: Basis,
    platform: str,
    shop: Shop,
    power: Power,
    files: Mapping[str, File] = NO_FILES,
) -> Planned:
    """The change with its bytes; `Rejected` if the platform would not take them."""
    target = target_of(change, power)
    wanted = Wanted(target, basis.before, change.after, mark_of(change), files)
    piece = power.port.piece(wanted, shop)
    print_of = fingerprint(change, basis)
    return Planned(change, platform, piece, basis, print_of, piece.findings)
