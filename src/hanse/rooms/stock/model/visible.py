"""What a shop may show of a variant. One computation for the push and for whoever asks why: each
step says by how much it changed the number and what was left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from uuid import UUID

from hanse.rooms.stock.model.believing import FRESH_FOR_H_USUAL, HOUR_S, believed, percent_of
from hanse.rooms.stock.model.channels import Channel


class Source(StrEnum):
    own = "own"
    supplier = "supplier"


class Counting(StrEnum):
    """Whether anything can be said of a variant at all."""

    counted = "counted"
    waiting = "waiting"  # nobody has said yet how many there are
    uncounted = "uncounted"  # nobody counts it


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies at one place. `mine`: of what is kept for promotions, so much is for this shop.
    `confidence`: how sure a supplier's word is; `age_s`: how old it is, None: nobody told of it, so
    nothing of it is believed."""

    place_id: UUID
    source: Source
    on_hand: int
    reserved: int = 0
    promised: int = 0
    mine: int = 0
    confidence: Decimal = Decimal(1)
    age_s: int | None = 0
    fresh_for_h: int = FRESH_FOR_H_USUAL

    @property
    def kept_for_others(self) -> int:
        return self.promised - min(self.mine, self.promised)

    @property
    def free(self) -> int:
        """What this shop may sell of it; never below nothing."""
        return max(self.on_hand - self.reserved - self.kept_for_others, 0)


@dataclass(frozen=True, slots=True)
class Told:
    """What suppliers say in all, at so many places: the oldest word and the least sure, of 100."""

    count: int
    places: int
    age_h: int
    sure: int


@dataclass(frozen=True, slots=True)
class Step:
    """`code` says which step it was; `change` by how much it moved the number, `left` to what."""

    code: str
    change: int
    left: int
    about: str = ""  # the part of a bundle that decides, as its id
    told: Told | None = None  # by suppliers


@dataclass(frozen=True, slots=True)
class Goods:
    """What is known of a variant that has stock of its own. `kept`: pieces of it that this shop
    does not offer because news is late, where it is a part of a bundle."""

    variant_id: UUID
    counting: Counting
    shelves: tuple[Shelf, ...] = ()
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Visible:
    """`count` is None where the shop is told nothing."""

    variant_id: UUID
    counting: Counting
    count: int | None
    steps: tuple[Step, ...] = ()

    @property
    def available(self) -> int:
        """Before anything was kept back."""
        found = [each.left for each in self.steps if each.code in BEFORE_BUFFER]
        return found[-1] if found else 0


ON_HAND, RESERVED, PROMISED, SUPPLIED = "on_hand", "reserved", "promised", "supplied"
PART, PERCENT, FIXED = "part", "keep_percent", "keep_count"
SAFETY, MOST = "safety", "show_max"
BEFORE_BUFFER = (ON_HAND, RESERVED, PROMISED, SUPPLIED, PART)
CODES = (*BEFORE_BUFFER, PERCENT, FIXED, SAFETY, MOST)


def sold_from(channel: Channel, shelves: Sequence[Shelf]) -> Sequence[Shelf]:
    """The shelves that this shop sells from: its places, and suppliers' where it may."""
    return [
        each
        for each in shelves
        if (not channel.places or each.place_id in channel.places)
        and (each.source is Source.own or channel.supplied)
    ]


def visible(
    variant_id: UUID,
    channel: Channel,
    goods: Goods,
    parts: Sequence[tuple[Goods, int]] = (),
    safety: int = 0,
) -> Visible:
    """`parts`: of a bundle, what it is made of and how many of each; it has no stock itself, and
    what is kept back is kept back of them. `safety` is of one that is none."""
    counting = counting_of(goods, parts)
    if counting is not Counting.counted:
        return Visible(variant_id, counting, None)
    steps = bundled(channel, parts) if parts else available(channel, goods.shelves)
    kept = kept_back(channel, steps[-1].left, 0 if parts else safety)
    return Visible(variant_id, counting, (kept or steps)[-1].left, (*steps, *kept))


def counting_of(goods: Goods, parts: Sequence[tuple[Goods, int]]) -> Counting:
    """A bundle waits for each of its parts; a part that nobody counts is always there."""
    if not parts:
        return goods.counting
    known = {each.counting for each, _ in parts}
    if Counting.waiting in known:
        return Counting.waiting
    return Counting.counted if Counting.counted in known else Counting.uncounted


def available(channel: Channel, shelves: Sequence[Shelf]) -> tuple[Step, ...]:
    """What nobody was promised, over the places that the shop sells from."""
    chosen = sold_from(channel, shelves)
    own = [each for each in chosen if each.source is Source.own]
    told = [
        each
        for each in chosen
        if each.source is Source.supplier and each.free and each.age_s is not None
    ]
    on_hand = sum(each.on_hand for each in own)
    free = sum(each.free for each in own)
    others = min(sum(each.kept_for_others for each in own), on_hand)
    steps = [Step(ON_HAND, on_hand, on_hand)]
    if reserved := on_hand - others - free:
        steps.append(Step(RESERVED, -reserved, on_hand - reserved))
    if others:
        steps.append(Step(PROMISED, -others, free))
    if told:
        more = sum(believed_at(each) for each in told)
        steps.append(Step(SUPPLIED, more, free + more, told=told_at(told)))
    return tuple(steps)


def believed_at(shelf: Shelf) -> int:
    if shelf.age_s is None:
        return 0
    return believed(shelf.free, shelf.confidence, shelf.age_s, shelf.fresh_for_h)


def told_at(shelves: Sequence[Shelf]) -> Told:
    return Told(
        sum(each.free for each in shelves),
        len(shelves),
        max(each.age_s or 0 for each in shelves) // HOUR_S,
        min(percent_of(each.confidence) for each in shelves),
    )


def bundled(channel: Channel, parts: Sequence[tuple[Goods, int]]) -> tuple[Step, ...]:
    """As many as the scarcest part allows, then as many as it does once pieces of each part are
    kept back: whoever buys a part elsewhere takes it from the bundle as well."""
    counted = [
        (available(channel, goods.shelves)[-1].left, per, goods)
        for goods, per in parts
        if goods.counting is Counting.counted
    ]
    count, scarcest = min((left // per, str(goods.variant_id)) for left, per, goods in counted)
    steps = (Step(PART, count, count, scarcest),)
    if not channel.safety:
        return steps
    left, scarcest = min(
        (max(left - goods.kept, 0) // per, str(goods.variant_id)) for left, per, goods in counted
    )
    return (*steps, Step(SAFETY, left - count, left, scarcest)) if left < count else steps


def kept_back(channel: Channel, count: int, safety: int) -> tuple[Step, ...]:
    """The buffer: a share, a number, pieces against late news; then the most that is shown."""
    steps: list[Step] = []

    def to(code: str, left: int) -> None:
        nonlocal count
        if left < count:
            steps.append(Step(code, left - count, left))
            count = left

    to(PERCENT, floored(count * (100 - channel.keep_percent) / 100))
    to(FIXED, max(count - channel.keep_count, 0))
    if channel.safety:
        to(SAFETY, max(count - safety, 0))
    if channel.show_max is not None:
        to(MOST, channel.show_max)
    return tuple(steps)


def floored(number: Decimal | int) -> int:
    return int(Decimal(number).to_integral_value(ROUND_FLOOR))


# Where a shop knows several places


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as the shop has it. `place_id`: which of ours it is; None: nobody has said."""

    remote_id: str
    place_id: UUID | None


def spread(count: int, spots: Sequence[Spot], free: Mapping[UUID, int]) -> Mapping[str, int | None]:
    """How much each place of the shop shows of what it may show in all. A shop with one place
    shows all of it there. Else each shows what lies there, the first what is left over; of a place
    that is none of ours nothing is told."""
    if len(spots) == 1:
        return {spots[0].remote_id: count}
    found: dict[str, int | None] = {each.remote_id: None for each in spots}
    ours = [each for each in spots if each.place_id is not None]
    left, lies = count, dict(free)
    for each in ours:
        assert each.place_id is not None
        here = min(left, lies.pop(each.place_id, 0))
        found[each.remote_id], left = here, left - here
    if ours and left:
        first = ours[0].remote_id
        found[first] = (found[first] or 0) + left
    return found


def would_show(
    variant_id: UUID,
    channel: Channel,
    goods: Goods,
    parts: Sequence[tuple[Goods, int]],
    safety: int,
) -> Mapping[str, int]:
    """What it would show without each of the rules that took something: what a merchant can do."""
    base = visible(variant_id, channel, goods, parts, safety)
    found: dict[str, int] = {}
    for code, other in without(channel).items():
        if any(step.code == code for step in base.steps):
            count = visible(variant_id, other, goods, parts, safety).count
            if count is not None and count != base.count:
                found[code] = count
    if not channel.supplied:
        count = visible(variant_id, replace(channel, supplied=True), goods, parts, safety).count
        if count is not None and count != base.count:
            found[SUPPLIED] = count
    return found


def without(channel: Channel) -> Mapping[str, Channel]:
    return {
        PERCENT: replace(channel, keep_percent=Decimal(0)),
        FIXED: replace(channel, keep_count=0),
        SAFETY: replace(channel, safety=False),
        MOST: replace(channel, show_max=None),
    }
