"""A connector's card: what a platform is, wants, can and may, as values.

The form for its keys, its page in the docs, the matrix of powers, the validators, the plan of calls
and the tests that every connector passes are made from it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from hanse.base.money import Money

ANYWHERE = "*"
NAME = re.compile(r"[a-z][a-z0-9_]{1,30}")


class SignIn(StrEnum):
    typed_keys = "typed_keys"  # a person copies them from the platform
    key_flow = "key_flow"  # a person approves there, and the platform hands us keys
    oauth = "oauth"


class Repeat(StrEnum):
    absolute = "absolute"  # sending it twice is harmless
    one_time = "one_time"


class Proof(StrEnum):
    read = "read"
    keyed_answer = "keyed_answer"
    accepted_only = "accepted_only"


@dataclass(frozen=True, slots=True)
class Key:
    """One field of the form; `pattern` is what the whole text must match."""

    name: str
    label: str
    hint: str
    pattern: str
    secret: bool
    needed: bool = True
    lines: bool = False  # a text of several lines, which few shops need


@dataclass(frozen=True, slots=True)
class Rate:
    """What a family of endpoints bears. None: the platform has no limit that anybody knows.

    A call costs `cost` of `units` in `window_s`, unless the platform reports what it really cost.
    """

    family: str
    at_once_max: int
    source: str
    units: int | None = None
    window_s: float | None = None
    cost: int = 1
    # True: so many in any window of that length. False: a bucket of that size, filled anew in that
    # time, from which all of it may be taken at once.
    windowed: bool = False
    # Whether the level of an account raises `units`, where the platform tells it.
    by_level: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """`reaches` are the words of the ports for how much can be asked for at once."""

    kind: str
    family: str
    reaches: frozenset[str]
    rows_max: int


@dataclass(frozen=True, slots=True)
class Write:
    """`settle_after_s`: how long reading by id may still show the old value after an answer was
    lost. `key_memory_s`: how long the platform knows our key again; None if it never does.
    `unique_by`: the number by which it refuses a second one, such as `sku`; empty if by none."""

    kind: str
    family: str
    repeat: Repeat
    proof: Proof
    batch_max: int
    settle_after_s: float
    compare_and_set: bool = False
    key_memory_s: float | None = None
    unique_by: str = ""
    cost: int = 1  # of a call, in the units of the family's rate
    row_cost: int = 0  # and of each row in it


@dataclass(frozen=True, slots=True)
class Plumbing:
    """A repeatable call that maintains the connection and touches no merchant's data."""

    kind: str
    family: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Limit:
    """What a field of a listing may measure at most, in characters unless `unit` says more."""

    field: str
    size_max: int
    source: str
    unit: str = "characters"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word of the platform, and ours for it."""

    field: str
    word: str
    ours: str


@dataclass(frozen=True, slots=True)
class Quirk:
    """Where the platform is odd; the source is a document, a recording, or `guessed`."""

    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Oversell:
    """What the platform itself does to a seller who cannot send what was bought. `points` are its
    penalty points for one such order, which only the merchant can say a price for; `money` is what
    it takes. Neither: it does nothing. Where numbers differ by country or change often, the
    sentence says so and no number stands here."""

    sentence: str
    source: str
    points: Decimal | None = None
    money: Money | None = None


class Wish(StrEnum):
    """What a merchant may want of how a supplier sends."""

    no_logo = "no_logo"
    no_price = "no_price"
    gift_note = "gift_note"
    voucher = "voucher"


class Sureness(StrEnum):
    confirmed = "confirmed"  # a field of the order, and the answer says it again
    memo_only = "memo_only"  # written for a person to read; nothing shows that it was done
    none = "none"


class Ends(StrEnum):
    """How a supplier order is ended, or a dispute about one opened."""

    by_call = "by_call"
    by_site = "by_site"  # only a person can, on the supplier's own site
    never = "never"


@dataclass(frozen=True, slots=True)
class Supplies:
    """What a supplier does with an order. `pays_itself`: money leaves as the order is made, else a
    change of its own pays it. `note_chars_max` is how much its memo holds; `number_chars_max` how
    long our number may be. `disputes_days` counts from the promise; none: it tells none.
    `disputes` is how one is opened."""

    wishes: tuple[tuple[Wish, Sureness], ...]
    ends_unpaid: Ends
    ends_paid: Ends
    pays_itself: bool
    has_balance: bool
    number_chars_max: int
    note_chars_max: int
    source: str
    currencies: tuple[str, ...] = ()  # empty: the account's own
    disputes_days: int | None = None
    disputes: Ends = Ends.never

    def sureness(self, wish: Wish) -> Sureness:
        return dict(self.wishes).get(wish, Sureness.none)


@dataclass(frozen=True, slots=True)
class Points:
    """What a call costs of a budget for the day, beside its pace; `path` as the wire has it."""

    path: str
    cost: int


@dataclass(frozen=True, slots=True)
class Budget:
    """`per_day` is the least that an account has."""

    per_day: int
    costs: tuple[Points, ...]
    source: str
    utc_hour: int = 0  # when a new day begins


@dataclass(frozen=True, slots=True)
class Scope:
    """A right that a person grants to us; `why` is told where it is asked for, or is missing."""

    name: str
    why: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Connector:
    """`markets` are countries, or anywhere. A card that contradicts itself cannot be made.

    Without a sign-in it is a source that everybody may read: nobody connects it, and there is
    nothing to change, to maintain or to be told of.
    """

    name: str
    title: str
    markets: tuple[str, ...]
    sign_ins: tuple[SignIn, ...]
    keys: tuple[Key, ...]
    rates: tuple[Rate, ...]
    reads: tuple[Read, ...]
    writes: tuple[Write, ...]
    plumbing: tuple[Plumbing, ...]
    limits: tuple[Limit, ...]
    meanings: tuple[Meaning, ...]
    quirks: tuple[Quirk, ...]
    scopes: tuple[Scope, ...] = ()
    topics: tuple[str, ...] = ()  # of the webhooks that we ask for
    forged_status: int = 401  # what whoever sends a forged webhook is answered
    hook_answer: str = ""  # the JSON that is answered to a webhook, where it wants to read one
    leaving: str = ""  # what becomes of our keys over there when a shop is let go
    oversell: Oversell | None = None  # None: nobody has looked
    told_by_hand: str = ""  # what the platform tells only where a person entered our address
    supplies: Supplies | None = None  # None: nothing is ordered there
    budget: Budget | None = None  # of points for a day, beside the rates

    def __post_init__(self) -> None:
        if faults := [*doubles(self), *unpaced(self), *impossible(self)]:
            raise ValueError(f"The card of {self.name!r}: " + " ".join(faults))

    def ours(self, field: str, word: str) -> str | None:
        found = (each.ours for each in self.meanings if (each.field, each.word) == (field, word))
        return next(found, None)


def doubles(card: Connector) -> Iterable[str]:
    named = {
        "key": [each.name for each in card.keys],
        "rate": [each.family for each in card.rates],
        "read": [each.kind for each in card.reads],
        "write": [each.kind for each in card.writes],
        "plumbing": [each.kind for each in card.plumbing],
        "limit": [f"{each.field} in {each.unit}" for each in card.limits],
        "meaning": [f"{each.field}={each.word}" for each in card.meanings],
    }
    for what, names in named.items():
        yield from (f"{what} {name} is there twice." for name, n in Counter(names).items() if n > 1)


def unpaced(card: Connector) -> Iterable[str]:
    """A family without a rate would be called without limit."""
    families = {each.family for each in card.rates}
    called = {each.family for each in card.reads} | {each.family for each in card.writes}
    missing = (called | {each.family for each in card.plumbing}) - families
    yield from (f"family {family} has no rate." for family in sorted(missing))


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def impossible(card: Connector) -> Iterable[str]:
    if not NAME.fullmatch(card.name):
        yield "its name is no name of a folder."
    if card.hook_answer and not is_json(card.hook_answer):
        yield "what it is answered is no JSON."
    if not card.markets:
        yield "it has no market."
    if not card.sign_ins and (card.keys or card.scopes):
        yield "it has keys or rights and no sign-in."
    if not card.sign_ins and (card.writes or card.plumbing or card.topics):
        yield "it has no sign-in, so it can only be read."
    for rate in card.rates:
        if rate.at_once_max < 1 or rate.cost < 1 or (rate.units is None) != (rate.window_s is None):
            yield f"rate {rate.family} is none."
    for read in card.reads:
        if read.rows_max < 1 or not read.reaches:
            yield f"read {read.kind} reads nothing."
    for write in card.writes:
        if write.batch_max < 1 or write.settle_after_s < 0:
            yield f"write {write.kind} writes nothing."
        if write.proof is Proof.keyed_answer and write.key_memory_s is None:
            yield f"write {write.kind} is proven by a key that the platform forgets."
    sources = [each.source for each in card.rates] + [each.source for each in card.limits]
    sources += [card.oversell.source] if card.oversell else []
    if "" in sources + [each.source for each in card.quirks]:
        yield "something in it has no source."
    for key in card.keys:
        re.compile(key.pattern)
