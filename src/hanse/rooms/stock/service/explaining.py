"""Why a shop shows what it shows of a variant, and how live it is: for people who look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from hanse.base.faults import Finding, Gone, Rejected, Severity
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import offering, reading
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import accounts
from hanse.rooms.stock.model import visible as visibles
from hanse.rooms.stock.model import why as words
from hanse.rooms.stock.model.channels import Channel
from hanse.rooms.stock.model.visible import Step, Visible
from hanse.rooms.stock.model.why import Truth, Verdict
from hanse.rooms.stock.service import alerts, places, safety, visible
from hanse.rooms.stock.store import latencies
from hanse.rooms.stock.store import pushing as store
from hanse.rooms.stock.store.latencies import Took
from hanse.rooms.stock.store.pushing import Row

SLOWEST_MAX = 20
BOUNDS_MS = (250, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 30_000, 60_000, 300_000, 3_600_000)


@dataclass(frozen=True, slots=True)
class AtShop:
    """A variant at one shop: all of its listings and places there together."""

    account: Account
    channel: Channel
    visible: Visible
    sells_from: Sequence[str]
    shows: int | None
    truth: Truth
    seen_at: datetime | None
    asked_at: datetime | None
    proven_at: datetime | None
    latency_ms: int | None

    @property
    def kept_back(self) -> int:
        return self.visible.available - (self.visible.count or 0) if self.visible.count else 0


@dataclass(frozen=True, slots=True)
class Why:
    at: AtShop
    steps: Sequence[tuple[Step, str, Mapping[str, str]]]  # in words, and what they name
    found: Verdict
    verdict: str
    what_if: Sequence[tuple[str, str, int]]  # the rule, what to do, what it would show then


@dataclass(frozen=True, slots=True)
class Latency:
    """How many pushes took up to each bound; of the last bound, all that took longer."""

    buckets: Sequence[tuple[int | None, int]]
    p50_ms: int | None
    p99_ms: int | None
    slowest: Sequence[tuple[Took, str]]


async def at_shops(tx: Tx, variant_id: UUID) -> Sequence[AtShop]:
    """Every shop that sells it."""
    await there(tx, variant_id)
    links = await offering.links_of_variants(tx, [variant_id])
    found = await accounts.of_ids(tx, sorted({each.account_id for each in links}))
    names = {each.id: each.name for each in await places.places(tx)}
    return [await at_shop(tx, each, variant_id, names) for each in found]


async def there(tx: Tx, variant_id: UUID) -> None:
    if not await reading.variants(tx, [variant_id]):
        raise Gone("There is no such variant here, or not any more.")


async def at_shop(tx: Tx, account: Account, variant_id: UUID, names: dict[UUID, str]) -> AtShop:
    channel = await visible.channel_of(tx, account.id)
    seen = (await visible.desk(tx, channel, [variant_id])).visible(variant_id)
    rows = await store.of_variants(tx, account.id, [variant_id])
    shows, will = shown_of(rows), will_show_of(rows)
    return AtShop(
        *(account, channel, seen),
        [names[each] for each in channel.places if each in names],
        *(shows, words.truth(channel, seen, shows, will)),
        *(newest([each.seen_at for each in rows]), newest([each.asked_at for each in rows])),
        newest([each.proven_at for each in rows]),
        max((each.latency_ms for each in rows if each.latency_ms is not None), default=None),
    )


def newest(times: Sequence[datetime | None]) -> datetime | None:
    return max((each for each in times if each), default=None)


def shown_of(rows: Sequence[Row]) -> int | None:
    """Over all places of the shop; listings twice of one thing show the same."""
    return summed([(each, each.quantity) for each in rows])


def will_show_of(rows: Sequence[Row]) -> int | None:
    return summed([(each, each.will_show) for each in rows])


def summed(rows: Sequence[tuple[Row, int | None]]) -> int | None:
    spots: dict[str, int] = {}
    for row, count in rows:
        if count is not None:
            spots[row.remote_place] = max(spots.get(row.remote_place, 0), count)
    return sum(spots.values()) if spots else None


async def why(
    tx: Tx, variant_id: UUID, account_id: UUID, cards: safety.Cards = safety.NO_CARDS
) -> Why:
    await there(tx, variant_id)
    found = await accounts.of_ids(tx, [account_id])
    if not found:
        sentence, step = "There is no such shop here.", "Choose one of the list."
        wrong = Finding(Severity.error, "gone", sentence, step, "account_id")
        raise Rejected(sentence, [wrong], step)
    account = found[0]
    names = {each.id: each.name for each in await places.places(tx)}
    at = await at_shop(tx, account, variant_id, names)
    desk = await visible.desk(tx, at.channel, [variant_id])
    parts = [UUID(each.about) for each in at.visible.steps if each.about]
    called = await alerts.names(tx, parts) if parts else {}
    steps = []
    for each in at.visible.steps:
        about = called.get(UUID(each.about), ("", ""))[0] if each.about else ""
        text = words.step_text(each, at.channel, about)
        told = words.step_told(each, at.channel, about)
        if each.code == visibles.SAFETY:
            of = UUID(each.about) if each.about else variant_id
            more, sums = await safety.said(tx, at.channel, of, cards.get(account.platform))
            text, told = f"{text} {more}", {**told, **sums}
        steps.append((each, text, told))
    what_if = [
        (code, words.WITHOUT[code], count) for code, count in desk.would_show(variant_id).items()
    ]
    found_as = words.verdict(at.channel, at.visible, at.shows, at.truth)
    return Why(at, steps, found_as, words.said(found_as, at.channel, at.visible, at.shows), what_if)


async def latency(tx: Tx, account_id: UUID, days: int) -> Latency:
    await accounts.account(tx, account_id)
    since = tx.now - timedelta(days=days)
    counts = await latencies.buckets(tx, account_id, since, BOUNDS_MS)
    p50, p99 = await latencies.quantiles(tx, account_id, since)
    slow = await latencies.slowest(tx, account_id, since, SLOWEST_MAX)
    called = await alerts.names(tx, sorted({each.variant_id for each in slow})) if slow else {}
    bounds = (*BOUNDS_MS, None)
    return Latency(
        [(bound, counts.get(number, 0)) for number, bound in enumerate(bounds)],
        *(p50, p99),
        [(each, called.get(each.variant_id, ("", ""))[0]) for each in slow],
    )
