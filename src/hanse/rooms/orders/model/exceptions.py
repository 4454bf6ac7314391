"""What keeps an order from going its way, in words, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hanse.base.money import Money
from hanse.rooms.orders.model import addresses


class Trouble(StrEnum):
    unreadable = "unreadable"
    unmatched = "unmatched"
    no_stock = "no_stock"
    loss = "loss"
    address = "address"
    reversed = "reversed"
    stuck = "stuck"
    remainder = "remainder"
    tax = "tax"
    unknown_word = "unknown_word"
    not_told = "not_told"
    supplier = "supplier"


class Answer(StrEnum):
    """What a person says to an exception, or to many at once."""

    accept = "accept"  # it is all right as it is, and is not asked again
    hold = "hold"  # and the order waits
    retry = "retry"  # read it, match it and reserve for it again
    again = "again"  # tell the shop of its parcels once more


Facts = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Problem:
    """One that stands now; nothing personal in its facts."""

    kind: Trouble
    facts: Facts


# What happened, and the next action. In braces stand facts.
SENTENCES: Mapping[Trouble, tuple[str, str]] = {
    Trouble.unreadable: (
        "The order could not be read: {why}",
        "Look at it in the shop, correct it there, and try again.",
    ),
    Trouble.unmatched: (
        "{count} of its lines are of nothing that we know: {lines}.",
        "Match the shop's product to one of ours, then try again.",
    ),
    Trouble.no_stock: (
        "{count} pieces of it are not there: {lines}.",
        "Receive or transfer stock, or cancel the order at the shop.",
    ),
    Trouble.loss: (
        "It is sold for {price}, and its goods cost {cost}.",
        "Accept the loss, or hold the order and talk to the buyer.",
    ),
    Trouble.address: (
        "It cannot be sent as it is: {faults}.",
        "Ask the buyer and correct the address in the shop.",
    ),
    Trouble.reversed: (
        "It was paid, and the shop says now that it is not.",
        "Hold the order and look at the payment in the shop.",
    ),
    Trouble.stuck: (
        "It has been {state} for {days} days; usual here are {usual} at most.",
        "Ship it, or see what keeps it.",
    ),
    Trouble.remainder: (
        "Its lines leave {remainder} of the shop's total over.",
        "Compare it with the shop before you write an invoice.",
    ),
    Trouble.tax: (
        "The shop took {theirs} of tax on {lines}; by the table it is {ours}: "
        "{percent} % {sort} in {place} ({source}).",
        "Accept it, or correct the tax in the shop or in your table.",
    ),
    Trouble.unknown_word: (
        "The shop says '{words}', which we do not know.",
        "Look at it in the shop; what we hold for it stays as it is.",
    ),
    Trouble.not_told: (
        "The shop did not take the parcel {numbers}: {why}",
        "Put right what it says, then tell the shop again.",
    ),
    Trouble.supplier: (
        "Supplier order {number} wants a person: {whats}.",
        "Open the supplier's side of the order: it says what can be done.",
    ),
}

TOO_MUCH = "bought_too_much"
# The same of what a supplier sends and nobody wants any more.
SURPLUS = (
    "{goods} bought at {supplier} for {cost} are not wanted any more (supplier order {of}).",
    "Cancel it at the supplier where it can be, or accept it and keep the goods as your stock.",
)


def sentence(kind: Trouble, facts: Facts) -> str:
    found = worded(facts)
    codes = str(facts.get("codes", "")).split()
    if TOO_MUCH not in codes:
        return SENTENCES[kind][0].format_map(Told(found))
    said = SURPLUS[0].format_map(Told(found))
    others = " ".join(each for each in codes if each != TOO_MUCH)
    return f"{sentence(kind, {**facts, 'codes': others})} {said}" if others else said


def worded(facts: Facts) -> Facts:
    """Codes in words, as older rows hold them."""
    found = dict(facts)
    if "number" in found and "codes" in found:
        found["whats"] = str(found.pop("codes")).replace("_", " ") or "?"
    if codes := str(found.pop("codes", "")).split():
        found["faults"] = addresses.worded(codes, str(found.get("country", "?")))
    if more := found.pop("more", 0):
        found["lines"] = f"{found.get('lines', '?')} and {more} more"
    return found


def told(facts: Facts) -> Mapping[str, str]:
    """The same for whoever says it in another language."""
    return {name: str(fact) for name, fact in facts.items()}


def next_step(kind: Trouble, facts: Facts | None = None) -> str:
    surplus = TOO_MUCH in str((facts or {}).get("codes", "")).split()
    return SURPLUS[1] if surplus else SENTENCES[kind][1]


class Told(dict[str, str | int]):
    """A fact that an older row lacks is told as missing."""

    def __missing__(self, key: str) -> str:
        return "?"


def amount(currency: str, minor: int) -> str:
    return str(Money(currency, minor))
