"""What the supplier's side holds: its goods, its accounts, its clock, and what comes later."""

import hashlib
import heapq
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hanse.base.clock import Clock
from hanse.sandbox.cj import goods
from hanse.sandbox.cj.order import Order
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.webhooks import Outbox, Parcel

PLATFORM = "cj"
FIRST_ACCOUNT = "cj"
ACCOUNTS_MAX = 50
BALANCE_CENTS = 1_000_000  # guessed: what an account begins with
ORDERS_MAX = 200_000


@dataclass(slots=True)
class Token:
    text: str
    account: str
    expires_at: datetime
    refreshes: bool = False
    is_dead: bool = False


@dataclass(slots=True)
class Meter:
    """What an account has asked for, by windows of time and by day."""

    windows: dict[str, tuple[float, int]] = field(default_factory=dict)
    day: str = ""
    calls: Counter[str] = field(default_factory=Counter)
    points: int = 0


@dataclass(slots=True)
class Hook:
    """Where one topic goes. `sent` and `failed` count attempts since it was registered."""

    topic: str
    url: str
    is_on: bool = True
    sent: int = 0
    failed: int = 0


@dataclass(slots=True)
class Account:
    name: str
    api_key: str
    open_id: int
    level: int = 0
    verified: bool = False
    qps: int | None = None  # None is by level, 0 is without a limit
    best_month_usd: int = 0
    balance: int = BALANCE_CENTS
    is_restricted: bool = False
    has_key: bool = True
    meter: Meter = field(default_factory=Meter)
    orders: dict[str, Order] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)  # the caller's own to ours
    shipments: dict[str, list[str]] = field(default_factory=dict)
    payments: dict[str, tuple[str, datetime]] = field(default_factory=dict)  # by payId
    hooks: dict[str, Hook] = field(default_factory=dict)
    chosen: list[str] = field(default_factory=list)  # pids of "my products"
    sourcings: dict[str, dict[str, Any]] = field(default_factory=dict)
    disputes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def order(self, reference: str) -> Order | None:
        """By the supplier's id or the caller's number."""
        return self.orders.get(reference) or self.orders.get(self.numbers.get(reference, ""))


@dataclass(slots=True)
class Rules:
    """How the supplier behaves, all guessed; seconds by the sandbox's clock, None is by hand."""

    ship_after_s: float | None = 2 * 86_400.0
    deliver_after_s: float | None = 8 * 86_400.0
    per_ip: int = 10  # calls a second from one address; 0 is without a limit
    guarded: bool = False  # whether callbacks must be https and not on this machine
    answer_s: float = 3.0  # in which a callback must answer when it is registered, not guessed
    intercept: str = ""  # the reason that every new order is held with
    source_after_s: float | None = 86_400.0


@dataclass(slots=True)
class Supplier:
    clock: Clock
    ledger: Ledger
    seed: int
    post: Callable[[Parcel], Awaitable[int | None]]
    outbox: Outbox = field(init=False)
    rules: Rules = field(default_factory=Rules)
    accounts: dict[str, Account] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    by_ip: dict[str, tuple[float, int]] = field(default_factory=dict)
    listers: dict[str, set[str]] = field(default_factory=dict)  # users of an address, by day
    _goods: goods.Goods | None = None
    _later: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _drawn: int = 0

    def __post_init__(self) -> None:
        self.outbox = Outbox(Random(f"{self.seed}:cj"))  # noqa: S311 (a game, no secret)
        self.open(FIRST_ACCOUNT)

    @property
    def goods(self) -> goods.Goods:
        """Made when somebody asks, for most sandboxes are without a supplier."""
        if self._goods is None:
            self._goods = goods.seeded(self.seed, self.clock.now())
        return self._goods

    def open(self, name: str) -> Account:
        """One account more; its key is the same for the same seed and name."""
        if name in self.accounts:
            return self.accounts[name]
        if len(self.accounts) >= ACCOUNTS_MAX:
            raise ValueError(f"There are {ACCOUNTS_MAX} accounts, more has the supplier not.")
        secret = hashlib.blake2b(f"{self.seed}:cj:{name}".encode(), digest_size=16).hexdigest()
        number = int(secret[:6], 16)
        account = Account(name, f"CJ{number:08d}@api@{secret}", 10_000_000 + number)
        self.accounts[name] = account
        return account

    def named(self, name: str) -> Account:
        if (found := self.accounts.get(name or FIRST_ACCOUNT)) is None:
            known = ", ".join(self.accounts)
            raise LookupError(f"There is no account {name!r} here; there are {known}.")
        return found

    def number(self) -> int:
        """Another one at every call."""
        self._drawn += 1
        return self._drawn

    def id(self) -> str:
        """guessed: how it looks. One that an earlier run gave away is not given again."""
        return f"{self.clock.now():%y%m%d%H%M%S}{self.number():06d}"

    def text(self, what: str, size: int = 32) -> str:
        """Another one at every call and in every run."""
        whole = f"{self.seed}:{what}:{self.id()}".encode()
        return hashlib.blake2b(whole, digest_size=32).hexdigest()[:size]

    def note(self, kind: str, key: str) -> None:
        self.ledger.note(PLATFORM, kind, key)

    def later(self, seconds: float | None, act: Callable[[], None]) -> None:
        """Do it when the clock has come so far; None is never."""
        if seconds is not None:
            due_at = self.clock.now() + timedelta(seconds=seconds)
            heapq.heappush(self._later, (due_at, self.number(), act))

    def advance(self) -> None:
        """Do what has become due."""
        while self._later and self._later[0][0] <= self.clock.now():
            heapq.heappop(self._later)[2]()
