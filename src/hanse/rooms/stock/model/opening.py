"""With how many pieces a variant begins: what the shops say that sell it, or somebody's rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

BULK_MAX = 10_000
COUNT_MAX = 1_000_000_000


class Counting(StrEnum):
    waiting = "waiting"
    counted = "counted"
    uncounted = "uncounted"


class Why(StrEnum):
    """Why nobody knows yet, or why nobody counts."""

    reading = "reading"  # the shops are still being read
    differ = "differ"
    not_there = "not_there"  # they differ, and the shop of the rule does not count it
    nobody = "nobody"
    bundle = "bundle"  # its parts are counted
    none = ""


class Rule(StrEnum):
    """How those are opened of which the shops say different things."""

    ask = "ask"
    lowest = "lowest"
    shop = "shop"


class Basis(StrEnum):
    """What a number is: of shops, what may still be sold; of a person, what lies there as well."""

    available = "available"
    on_hand = "on_hand"


@dataclass(frozen=True, slots=True)
class Ruling:
    rule: Rule = Rule.ask
    account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`count` is there where the state is counted, and `how` says where it is from."""

    state: Counting
    count: int | None = None
    why: Why = Why.none
    how: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A variant that no shop is told of, and what each shows."""

    variant_id: UUID
    product_id: UUID
    title: str
    sku: str
    why: Why
    shops: Sequence[tuple[UUID, int | None]]
    count: int | None = None


# By shop, what each of its offers of a variant shows; none: it is sold there without counting.
Numbers = Mapping[UUID, Sequence[int | None]]


def decide(numbers: Numbers, ruling: Ruling, *, is_bundle: bool = False) -> Decision:
    """Where all that count it say the same, that is it. A shop that has sold more than there was
    says less than nothing, which is nothing."""
    if is_bundle:
        return Decision(Counting.uncounted, why=Why.bundle)
    counted = {account_id: found for account_id, each in numbers.items() if (found := told(each))}
    every = [one for each in counted.values() for one in each]
    if not every:
        return Decision(Counting.uncounted, why=Why.nobody)
    if len(set(every)) == 1:
        how = "the shops agree" if len(every) > 1 else "the only shop that counts it"
        return Decision(Counting.counted, every[0], how=how)
    if ruling.rule is Rule.lowest:
        return Decision(Counting.counted, min(every), how="the lowest of the shops")
    if ruling.rule is Rule.shop:
        chosen = counted.get(ruling.account_id) if ruling.account_id else None
        if not chosen:
            return Decision(Counting.waiting, why=Why.not_there)
        return Decision(Counting.counted, min(chosen), how="the shop that was chosen")
    return Decision(Counting.waiting, why=Why.differ)


def told(numbers: Sequence[int | None]) -> Sequence[int]:
    return [max(each, 0) for each in numbers if each is not None]


def shops_of(numbers: Numbers) -> Sequence[tuple[UUID, int | None]]:
    """What each shop shows; of several offers there, the lowest."""
    return [
        (account_id, min(told(each), default=None)) for account_id, each in sorted(numbers.items())
    ]
