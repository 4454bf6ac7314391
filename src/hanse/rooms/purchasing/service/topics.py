"""Topics that people watch at suppliers: made, paused, dropped, read at once; and what is proposed
to be watched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from hanse.base.faults import Conflict, Gone
from hanse.base.text import clean
from hanse.engine.doors.versions import same_version
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.catalog.model.goods import State as GoodsState
from hanse.rooms.catalog.service import labels, naming, reading
from hanse.rooms.connections.model.accounts import ACCOUNTS_MAX, Account
from hanse.rooms.connections.service import accounts
from hanse.rooms.purchasing.model import topics as model
from hanse.rooms.purchasing.model.topics import Proposed, Topic, TopicState
from hanse.rooms.purchasing.model.trends import HISTORY_DAYS, Snap, Standing
from hanse.rooms.purchasing.service.ports import Suppliers
from hanse.rooms.purchasing.service.topic_facts import TopicChanged
from hanse.rooms.purchasing.store import topics as store
from hanse.rooms.purchasing.store import trends as trends_store
from hanse.rooms.purchasing.store.trends import After as After
from hanse.rooms.purchasing.store.trends import Shown as Shown
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.rooms.stock.service import selling
from hanse.trade.trends import Sought

READ_JOB = "purchasing.read_trends"
SOLD_DAYS, SOLD_ROWS = 30, 50


@dataclass(frozen=True, slots=True)
class Watched:
    """All topics, how many products stand how in each, and the accounts that tell trends."""

    topics: Sequence[Topic]
    counts: Mapping[UUID, Mapping[Standing, int]]
    accounts: Sequence[Account]


@dataclass(frozen=True, slots=True)
class Risen:
    """A product with how it stood on each day, and the variant of ours that it is, if it is one."""

    shown: Shown
    topic: Topic
    course: Sequence[Snap]
    variant_id: UUID | None
    label: Label | None

    @property
    def points(self) -> Decimal:
        return self.shown.judged.points


async def watched(tx: Tx, suppliers: Suppliers) -> Watched:
    found = await accounts.list_accounts(tx, None, None, ACCOUNTS_MAX)
    telling = [
        each for each in found if each.is_connected and suppliers.tells_trends(each.platform)
    ]
    return Watched(await store.all_of(tx), await trends_store.counts(tx), telling)


async def one(tx: Tx, topic_id: UUID, *, lock: bool = False) -> Topic:
    found = await store.get(tx, topic_id, lock=lock)
    if found is None:
        raise Gone("There is no such topic here, or not any more.")
    return found


async def make(tx: Tx, suppliers: Suppliers, account_id: UUID, sought: Sought, pages: int) -> Topic:
    """It is read for the first time at once, and then every night."""
    await telling_account(tx, suppliers, account_id)
    made = Topic(
        *(tx.ids.new(), account_id, tidied(sought), pages, TopicState.active, tx.now, tx.now)
    )
    if findings := [*model.what_is_wrong(made)]:
        raise refused(findings)
    await store.lock(tx)
    if len(await store.all_of(tx)) >= model.TOPICS_MAX:
        sentence = f"{model.TOPICS_MAX} topics are watched, and no more can be."
        raise refused([wrong("many", sentence, "Drop one that you look at no more.")])
    if not await store.add(tx, made):
        raise refused([wrong("taken", "This is watched already.", "Look at it in the list.")])
    await tell(tx, made, "watches")
    await ask_read(tx, account_id)
    return made


async def telling_account(tx: Tx, suppliers: Suppliers, account_id: UUID) -> None:
    found = next(iter(await accounts.of_ids(tx, [account_id])), None)
    if found is None or not found.is_connected or not suppliers.tells_trends(found.platform):
        sentence = "This account tells nothing of trends, or is not connected."
        raise refused([wrong("account", sentence, "Connect AliExpress first.", "account_id")])


def tidied(sought: Sought) -> Sought:
    return replace(
        sought,
        words=clean(sought.words),
        category_id=clean(sought.category_id),
        feed=clean(sought.feed),
        country=sought.country.strip().upper(),
        currency=sought.currency.strip().upper(),
    )


async def change(
    tx: Tx, topic_id: UUID, pages: int | None, state: TopicState | None, expected: int
) -> Topic:
    """What is taken up again is read at once, where its day is not read yet."""
    before = await one(tx, topic_id, lock=True)
    same_version(expected, before.version)
    made = replace(
        before,
        pages=before.pages if pages is None else pages,
        state=before.state if state is None else state,
        version=before.version + 1,
    )
    again = made.state is TopicState.active and before.state is not made.state
    if again:
        is_read = before.read_on == tx.now.date()
        made = replace(made, due_at=model.next_night(made.id, tx.now) if is_read else tx.now)
        await ask_read(tx, made.account_id)
    await store.change(tx, made)
    paused = made.state is TopicState.paused and before.state is not made.state
    await tell(tx, made, "took up again" if again else "paused" if paused else "changed")
    return made


async def drop(tx: Tx, topic_id: UUID, expected: int) -> None:
    """With everything that was seen of it."""
    found = await one(tx, topic_id, lock=True)
    same_version(expected, found.version)
    await store.drop(tx, topic_id)
    await tell(tx, found, "dropped")


async def read_now(tx: Tx, topic_id: UUID) -> Topic:
    found = await one(tx, topic_id, lock=True)
    if found.state is TopicState.paused:
        raise Conflict("This topic is paused.", "Take it up again, then it is read.")
    if found.read_on == tx.now.date():
        raise Conflict("This topic was read today already.", "It is read again at night.")
    made = replace(found, due_at=tx.now, version=found.version + 1)
    await store.change(tx, made)
    await ask_read(tx, found.account_id)
    return made


async def ask_read(tx: Tx, account_id: UUID) -> None:
    await enqueue(tx, READ_JOB, str(account_id), {"account": account_id})


async def tell(tx: Tx, topic: Topic, what: str) -> None:
    await log.append(tx, TopicChanged(topic.id, topic.name, what, topic.version))


async def page(
    tx: Tx,
    topic_id: UUID | None,
    standings: Sequence[Standing],
    after: After,
    rows_max: int,
) -> Sequence[Risen]:
    """Those of most points first."""
    topics = {each.id: each for each in await store.all_of(tx)}
    if topic_id is not None and topic_id not in topics:
        sentence = "There is no such topic here, or not any more."
        raise refused([wrong("topic", sentence, "Choose one of the list.", "topic")])
    found = await trends_store.page(tx, topic_id, standings, after, rows_max)
    since = tx.now.date() - timedelta(days=HISTORY_DAYS)
    courses = await trends_store.courses(tx, found, since)
    mine: dict[tuple[UUID, str], UUID] = {}
    for account_id in sorted({topics[each.topic_id].account_id for each in found}):
        names = sorted(
            {each.product_id for each in found if topics[each.topic_id].account_id == account_id}
        )
        ours = await store.mine(tx, account_id, names)
        mine |= {(account_id, name): variant_id for name, variant_id in ours.items()}
    called = await labels.labels(tx, sorted(set(mine.values())))
    return [
        Risen(
            *(each, topic, courses.get((each.topic_id, each.product_id), ()), variant_id),
            called.get(variant_id) if variant_id else None,
        )
        for each in found
        for topic in [topics[each.topic_id]]
        for variant_id in [mine.get((topic.account_id, each.product_id))]
    ]


async def proposals(tx: Tx) -> Sequence[Proposed]:
    """Nothing is watched by it: a person chooses."""
    tree = {each.id: each.name for each in await naming.categories(tx, None)}
    sold = await selling.best(tx, SOLD_DAYS, SOLD_ROWS)
    called = await labels.labels(tx, [variant_id for variant_id, _ in sold])
    products = await reading.products(tx, sorted({each.product_id for each in called.values()}))
    by_title: dict[str, tuple[int, str]] = {}
    for variant_id, pieces in sold:
        label = called.get(variant_id)
        product = products.get(label.product_id) if label else None
        if product is None:
            continue
        category = tree.get(product.category_id, "") if product.category_id else ""
        so_far = by_title.get(product.title, (0, category))[0]
        by_title[product.title] = (so_far + pieces, category)
    names = [
        each.name for each in await naming.categories(tx, None) if each.state is GoodsState.active
    ]
    watching = [each.sought.words for each in await store.all_of(tx)]
    return model.proposed(by_title, names, watching)
