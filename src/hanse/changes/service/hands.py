"""What stands above changes and is handed down to it by `app`: shops, what they show, what is
known of prices."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from hanse.base.faults import Fault, Rejected
from hanse.base.money import UnitCost
from hanse.changes.model.changes import Change
from hanse.changes.model.kinds import KINDS, Way
from hanse.changes.model.limits import Floor
from hanse.engine.manifest import Connector, Rate
from hanse.engine.tx import Database, Tx
from hanse.trade.fields import Fields, digest
from hanse.trade.files import File, Place
from hanse.trade.people import Recipient
from hanse.trade.ports_read import Kind, Question, ReadPort, Reply, Row
from hanse.trade.ports_write import Target, WritePort
from hanse.trade.shop import Shop


class Platform(Protocol):
    """What changes asks of a connector."""

    CARD: Connector
    READS: tuple[ReadPort[Any], ...]
    WRITES: tuple[WritePort, ...]


@dataclass(frozen=True, slots=True)
class Power:
    """One kind of change on one platform: what we want, how it is said there, how it is read."""

    way: Way
    port: WritePort
    reads: Mapping[Kind, ReadPort[Any]]
    reads_at_once: Mapping[Kind, int]
    card: str  # the version of all that the card says about it
    rate: Rate  # of the endpoints that it is written through
    timeout_s: float = 70.0  # after so long nothing of a call is on its way any more

    def cost(self, rows: int) -> int:
        """Of one call with so many rows, in the units of the rate, as far as the card tells."""
        return self.way.write.cost + rows * self.way.write.row_cost


def powers(platforms: Sequence[Platform]) -> Mapping[tuple[str, str], Power]:
    """By platform and kind; `ValueError` at the start where a card and its ports disagree."""
    found: dict[tuple[str, str], Power] = {}
    for each in platforms:
        ports = {port.kind: port for port in each.WRITES}
        written = {write.kind for write in each.CARD.writes}
        if written != set(ports):
            raise ValueError(f"The card of {each.CARD.name} and its ports write different kinds.")
        rows = {Kind(read.kind): read.rows_max for read in each.CARD.reads}
        for write in each.CARD.writes:
            found[each.CARD.name, write.kind] = Power(
                Way(KINDS[write.kind], write),
                ports[write.kind],
                {port.kind: port for port in each.READS},
                rows,
                digest(repr(write))[:16],
                next(rate for rate in each.CARD.rates if rate.family == write.family),
            )
    return found


@dataclass(frozen=True, slots=True)
class Account:
    """A connected shop, as far as a change has to know it."""

    id: UUID
    name: str
    platform: str
    shop: Shop
    connected: bool
    live: bool  # both the shop and the workspace


class Opened(Protocol):
    """An account with its keys."""

    @property
    def id(self) -> UUID: ...

    @property
    def shop(self) -> Shop: ...

    @property
    def platform_name(self) -> str: ...


class Turn(Protocol):
    """A place at the platform's pace, good for one call."""

    async def write_remote(self, question: Question, left_s: float) -> Reply: ...

    async def note(self, fault: Fault | None) -> None: ...


class Shops(Protocol):
    """The way to connected shops."""

    async def open(self, workspace_id: UUID, account_id: UUID) -> Opened: ...

    async def ask(self, opened: Opened, question: Question, *, priority: int = 0) -> Reply: ...

    def turn(
        self, opened: Opened, family: str, cost: float, priority: int, wait_max_s: float
    ) -> AbstractAsyncContextManager[Turn]: ...

    async def stage(self, opened: Opened, question: Question) -> Reply:
        """Ask where files go."""
        ...

    async def bring(self, opened: Opened, family: str, place: Place, file: File) -> None:
        """The bytes of one that is kept here, to its place; `Gone` if they are not there."""
        ...


@dataclass(frozen=True, slots=True)
class Size:
    """How much of a shop there is: things that can be bought, and things that can be found."""

    stocked: int
    listed: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an offer beside what the shop shows. Of a product that is made with
    variants, `inside` has that of each, by its choices; of the others it is that of the product."""

    floor: Floor | None = None
    cost: UnitCost | None = None
    inside: Mapping[tuple[str, ...], "Known"] = field(default_factory=dict)


Accounts = Callable[[Tx, Sequence[UUID]], Awaitable[Mapping[UUID, Account]]]
# Whether an account is written to, read so that nobody switches it before we have committed.
LiveForShare = Callable[[Tx, UUID], Awaitable[bool]]
# What the last readings showed of these, in the fields of the port, with a title for people.
Shown = Callable[
    [Tx, UUID, WritePort, Sequence[Target]], Awaitable[Mapping[Target, tuple[Fields, str]]]
]
Sizes = Callable[[Tx, Sequence[UUID]], Awaitable[Mapping[UUID, Size]]]
KnownOf = Callable[[Tx, Sequence[Change]], Awaitable[Mapping[UUID, Known]]]
# Those of these names that this workspace keeps.
FilesOf = Callable[[Tx, Sequence[str]], Awaitable[Mapping[str, File]]]
# The shop was read by id at this time: what it showed goes where everybody else looks.
Seen = Callable[[Tx, UUID, Kind, Sequence[Row[Any]], datetime], Awaitable[None]]


# Who goes by these names, such as `orders/<id>`.
Recipients = Callable[[Tx, Sequence[str]], Awaitable[Mapping[str, Recipient]]]


PART = 2_000
# So many products of a shop, by its names, those that were met last first.
First = Callable[[Tx, UUID, int], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Hands:
    """Of one process."""

    database: Database
    shops: Shops
    powers: Mapping[tuple[str, str], Power]
    accounts: Accounts
    live_for_share: LiveForShare
    shown: Shown
    sizes: Sizes
    known: KnownOf
    seen: Seen
    files: FilesOf
    first: First
    recipients: Recipients
    part_max: int = PART  # so many changes one transaction bears

    def power(self, platform: str, kind: str) -> Power:
        found = self.powers.get((platform, kind))
        if found is None:
            title = KINDS[kind].title if kind in KINDS else kind
            raise Rejected(
                f"Hanse cannot change this on {platform}: {title}.",
                next_step="Change it at the shop itself.",
            )
        return found
