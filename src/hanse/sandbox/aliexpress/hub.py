"""All that one AliExpress of the sandbox holds."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from hanse.base.clock import Clock
from hanse.base.currency import EXPONENTS
from hanse.sandbox.aliexpress.goods import Item, seeded
from hanse.sandbox.aliexpress.keyring import App, Keyring
from hanse.sandbox.aliexpress.limits import Limits
from hanse.sandbox.aliexpress.moods import Moods
from hanse.sandbox.aliexpress.orders import Order
from hanse.sandbox.ecb import days
from hanse.sandbox.ecb.rates import LEVELS, rates
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.webhooks import Outbox
from hanse.sandbox.world import World

PLATFORM, BASE = "aliexpress", "USD"
CODES = {"DS10": 10}  # a code, and how many of 100 it takes off


class DueOutbox(Outbox):
    """Lets happen what is due before it looks for letters, so that nobody has to ask for it."""

    settle: Callable[[], None] | None = None

    def ripen(self, now: datetime) -> list[str]:
        if self.settle:
            self.settle()
        return super().ripen(now)


@dataclass(slots=True)
class Hub:
    clock: Clock
    ledger: Ledger
    world: World
    name: str
    app: App
    keys: Keyring = field(default_factory=Keyring)
    outbox: DueOutbox = field(default_factory=lambda: DueOutbox(Random(1)))  # noqa: S311 (a game)
    moods: Moods = field(default_factory=Moods)
    limits: Limits = field(default_factory=Limits)
    items: dict[int, Item] = field(default_factory=dict)
    orders: dict[int, Order] = field(default_factory=dict)
    placed: dict[str, list[tuple[datetime, list[int]]]] = field(default_factory=dict)  # by out id
    # What happens by itself: when, counted on, to which order, and what.
    plans: list[tuple[datetime, int, int, str]] = field(default_factory=list)
    searches: dict[str, tuple[datetime, str, int]] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=lambda: dict(CODES))
    push_url: str = ""
    counters: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.items = seeded(self.world)

    def next(self, sequence: str, first: int = 1) -> int:
        number = self.counters.get(sequence, first)
        self.counters[sequence] = number + 1
        return number

    def note(self, kind: str, key: object) -> None:
        self.ledger.note(PLATFORM, kind, str(key))

    def secret_text(self, what: str, size: int = 32) -> str:
        """Text that is new at every call and the same in every run."""
        text = f"{self.world.seed}:{self.name}:{what}:{self.next(f'secret:{what}')}"
        return hashlib.sha256(text.encode()).hexdigest()[:size]

    def shown(self, cents: int, currency: str) -> str:
        """So many cents of a US dollar in the money that is asked for, as text.

        That it goes by the bank's rates of the day is guessed.
        """
        if currency == BASE:
            return f"{Decimal(cents) / 100:.2f}"
        euro = rates(self.world.seed, days.newest(self.clock.now())) | {"EUR": Decimal(1)}
        found = Decimal(cents) / 100 * euro[currency] / euro[BASE]
        return str(found.quantize(Decimal(1).scaleb(-EXPONENTS[currency]), ROUND_HALF_UP))


def currency_of(wanted: str) -> str:
    """guessed: a currency that is not known is answered in dollars."""
    return wanted if wanted in LEVELS or wanted == "EUR" else BASE
