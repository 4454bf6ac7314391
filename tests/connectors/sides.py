"""Both sides of every platform: what a suite tells of one, and how its sandbox side is reached."""

import importlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Protocol, cast

import pytest
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from hanse.app.wiring import CONNECTORS
from hanse.base.clock import Clock, SystemClock
from hanse.base.faults import Fault
from hanse.engine.wire.wire import Answer, Call, Timeouts, Trace, Wire
from hanse.rooms.connections.service.ports import Platform
from hanse.sandbox.held import Sandbox, new_sandbox
from hanse.sandbox.serving import application
from hanse.sandbox.shops import Shop as SandboxShop
from hanse.sandbox.world import World
from hanse.trade.access import Access
from hanse.trade.ports_read import Ask, Kind, Page, Question, Reach, ReadPort, Reply
from hanse.trade.shop import Shop
from tests.engine.wire_servers import wire
from tests.sandbox.served import served

AT = datetime(2026, 11, 22, 5, tzinfo=UTC)
SMALL = World(seed=7, products=23, customers=9, orders=8, order_days=30)
PAGES_MAX = 40
PATIENT = Timeouts(connect_s=2, first_byte_s=5, whole_s=10)
HOOK_SECRET = "hushhushhushhush"


class Suite(Protocol):
    """What differs by platform. A module `tests/connectors/NAME/suite.py` is such a suite."""

    TOPIC: str  # of the webhook for a product that has changed
    READS_NOISE: bool  # what stands before a document is cut off and said; else it is a fault
    SIGNS_THE_TIME: bool  # a call of another hour is refused

    # What a shop is told to be, and one document of each kind as the wire reads it, by its port.
    SHOP: Shop
    DOCUMENTS: Mapping[Kind, Mapping[str, Any]]
    # By kind: a field with a word of the platform, one that must be there, one that is a text and
    # where that stands in the value, one that is an instant and where that stands.
    WORDS: Mapping[Kind, str]
    NEEDED: Mapping[Kind, str]
    TEXTS: Mapping[Kind, tuple[str, str]]
    INSTANTS: Mapping[Kind, tuple[str, str]]
    # The document that answers a subscription which was just made.
    SUBSCRIBED: Mapping[str, Any]
    # What a read ends in, by status.
    REFUSALS: Mapping[int, type[Fault]]

    def access_at(self, url: str) -> Access:
        """Made-up keys, complete enough for a call."""
        ...

    def secrets_of(self, access: Access) -> Sequence[str]: ...

    def stranger_of(self, access: Access) -> Access:
        """The same with keys of the right shape that nobody knows."""
        ...

    def webhook_stranger_of(self, access: Access) -> Access:
        """The same with another secret for webhooks."""
        ...

    def listed(self, port: ReadPort[Any], rows: Sequence[object], *, more: bool) -> bytes:
        """An answer of the platform, to the byte, with these rows; `more` says there are others."""
        ...

    def refusal(self, status: int, said: str) -> tuple[bytes, str]:
        """The body of an error of this status and its content type."""
        ...

    def priced(self, amount: str) -> Mapping[str, Any]:
        """A product with one offer at this price."""
        ...


@dataclass(frozen=True)
class Pair:
    """A connector and its suite."""

    platform: Platform
    suite: Suite

    @property
    def name(self) -> str:
        return self.platform.CARD.name

    def port(self, kind: Kind) -> ReadPort[Any]:
        return next(port for port in self.platform.READS if port.kind is kind)


def suite_of(platform: Platform) -> Suite:
    """A connector that reads and has no suite fails here, before the first question."""
    return cast("Suite", importlib.import_module(f"tests.connectors.{platform.CARD.name}.suite"))


# One that reads nothing yet has only its card to answer for, see test_every_card.py.
# Suppliers have questions of their own, see test_every_supplier.py.
PAIRS = [
    Pair(each, suite_of(each)) for each in CONNECTORS if each.READS and each.CARD.supplies is None
]
every = pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
every_port = pytest.mark.parametrize(
    ("pair", "kind"),
    [(pair, port.kind) for pair in PAIRS for port in pair.platform.READS],
    ids=lambda each: each.name if isinstance(each, Pair) else each.value,
)


def whole(port: ReadPort[Any], rows_max: int = 100) -> Ask:
    """The ask for all that the port tells at once."""
    if Reach.everything in port.reaches:
        return Ask(Reach.everything, rows_max=rows_max)
    return Ask(Reach.of_parent, parent_id="12", currency="USD", rows_max=rows_max)


def read(
    pair: Pair,
    kind: Kind,
    document: object,
    shop: Shop | None = None,
    rows: Sequence[object] | None = None,
) -> Page[Any]:
    """The document as the one row of a page, or these rows; as if the wire had read them."""
    port = pair.port(kind)
    told = pair.suite.listed(port, [document] if rows is None else rows, more=False)
    head, _, content = told.partition(b"\r\n\r\n")
    names = (each.decode().split(": ", 1) for each in head.split(b"\r\n")[1:])
    headers = CIMultiDictProxy(CIMultiDict((name, value) for name, value in names))
    call = Call("GET", "https://shop.example/x", writes=False)
    answer = Answer(call, URL(call.url), 200, headers, content, 0.1, None)
    if fault := pair.platform.words(answer):
        raise fault
    return port.page(whole(port), pair.platform.reply_of(answer), shop or pair.suite.SHOP)


def to(url: str, call: Call) -> Call:
    """The call as it is, but to this machine: some shops are never at an address of their own."""
    asked, here = URL(call.url), URL(url)
    if asked.host == here.host:
        return call
    path = asked.raw_path_qs
    headers = {**call.headers, "Host": asked.host or ""}
    return replace(call, url=f"{url.rstrip('/')}{path}", headers=headers)


@dataclass
class Line:
    """A way to some server: signs as the connector does, sends by the real wire."""

    pair: Pair
    out: Wire
    url: str
    access: Access
    clock: Clock = field(default_factory=SystemClock)
    timeouts: Timeouts = PATIENT
    asked: int = 0

    def call(self, question: Question, at: datetime | None = None) -> Call:
        self.asked += 1
        now = at or self.clock.now()
        made = self.pair.platform.call_for(question, self.access, now, f"nonce{self.asked:08}")
        return replace(to(self.url, made), timeouts=self.timeouts)

    async def answer(self, question: Question, at: datetime | None = None) -> Answer:
        return await self.out.send(self.call(question, at), self.pair.platform.words)

    async def ask(self, question: Question, at: datetime | None = None) -> Reply:
        return self.pair.platform.reply_of(await self.answer(question, at))

    async def page(self, port: ReadPort[Any], ask: Ask, shop: Shop | None = None) -> Page[Any]:
        told = shop or self.pair.suite.SHOP
        return port.page(ask, await self.ask(port.question(ask, told)), told)

    async def pages(self, port: ReadPort[Any], ask: Ask) -> list[Page[Any]]:
        """To the end; a list without one ends this too."""
        found: list[Page[Any]] = []
        going: Ask | None = ask
        while going is not None:
            assert len(found) < PAGES_MAX, "this list has no end"
            found.append(await self.page(port, going))
            going = found[-1].next
        return found

    def subscribe(self, address: str = "https://hub.example/in") -> Question:
        return self.pair.platform.subscribe_question(self.pair.suite.TOPIC, address, self.access)


@dataclass
class Side(Line):
    """The line to a shop of the sandbox, and the shop itself."""

    sandbox: Sandbox = field(kw_only=True)
    shop: SandboxShop = field(kw_only=True)
    traces: list[Trace] = field(default_factory=list)

    def fault(self, kind: str, **more: Any) -> None:
        self.sandbox.faults.set({"kind": kind, "platform": self.pair.name, **more})

    def count(self, kind: str) -> int:
        return self.shop.ledger.count(self.pair.name, kind)

    async def tokens(self) -> Access:
        """With tokens, where the platform wants some."""
        platform, now = self.pair.platform, self.clock.now()
        question = platform.token_question(self.access, now)
        if question is None:
            return self.access
        reply = await self.ask(question)
        return replace(self.access, tokens=platform.tokens_of(reply, now))


@asynccontextmanager
async def side(pair: Pair, world: World = SMALL, clock: Clock | None = None) -> AsyncIterator[Side]:
    """A shop of the platform's own sandbox side, connected as a person would with its keys."""
    sandbox = new_sandbox(clock or SystemClock(), world=world, shops=[(pair.name, "lamps")])
    shop = sandbox.shops.first(pair.name)
    assert shop is not None
    traces: list[Trace] = []
    async with served(application(sandbox)) as address, wire(traces) as out:
        typed = {"store_url": address, **shop.keys()}
        typed.pop("access_token", None)  # by the merchant's own app, whose tokens end
        access = replace(pair.platform.entered(typed), hook_secret=HOOK_SECRET)
        found = Side(
            pair, out, address, access, sandbox.clock, sandbox=sandbox, shop=shop, traces=traces
        )
        found.access = await found.tokens()
        yield found


@asynccontextmanager
async def line(pair: Pair, url: str, traces: list[Trace] | None = None) -> AsyncIterator[Line]:
    """A line to a server that a test has written itself."""
    async with wire(traces) as out:
        yield Line(pair, out, url, replace(pair.suite.access_at(url), hook_secret=HOOK_SECRET))
