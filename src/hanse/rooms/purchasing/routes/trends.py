"""HTTP of market trends: topics that are watched at suppliers, and what rises in them."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from hanse.engine.doors.doors import Called, Doors, Expected, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, cut, read_cursor
from hanse.engine.doors.versions import etag
from hanse.rooms.purchasing.model.trends import Standing
from hanse.rooms.purchasing.routes import topic_shapes as shapes
from hanse.rooms.purchasing.routes.held import OfSuppliers
from hanse.rooms.purchasing.routes.permissions import READ_TOPICS, WRITE_TOPICS
from hanse.rooms.purchasing.routes.topic_shapes import (
    ChoicesOut,
    ProposalsOut,
    TopicChangeIn,
    TopicIn,
    TopicOut,
    TopicsOut,
)
from hanse.rooms.purchasing.routes.trend_shapes import TrendsOut, trend_out
from hanse.rooms.purchasing.service import topics as service
from hanse.rooms.purchasing.service import trending
from hanse.rooms.purchasing.service.topics import After
from hanse.trade.trends import Sought

doors = Doors("purchasing")

BEGIN: After = (Decimal(1000), UUID(int=0), "")  # above all points
HUNDREDTHS = 100

Id = Annotated[UUID, Path(description="The id of the topic.")]
OfTopic = Annotated[UUID | None, Query(alias="topic", description="Of this topic alone.")]
Standings = Annotated[
    list[Standing] | None, Query(alias="standing", description="How they stand; else all.")
]
OfAccount = Annotated[UUID, Query(description="The connected account of the supplier.")]
Parent = Annotated[
    str, Query(max_length=40, description="The category whose parts are listed; else the top.")
]


@doors.get("/api/purchasing/topics", needs=READ_TOPICS)
async def list_topics(tx: InTx, suppliers: OfSuppliers) -> TopicsOut:
    """List what is watched, and the connected accounts at which something can be watched."""
    return shapes.topics_out(await service.watched(tx, suppliers))


@doors.get("/api/purchasing/topics/proposals", needs=WRITE_TOPICS)
async def propose_topics(tx: InTx) -> ProposalsOut:
    """Propose what may be worth watching, from what you sell. Nothing is watched by that."""
    return shapes.proposals_out(await service.proposals(tx))


@doors.get("/api/purchasing/topics/choices", needs=WRITE_TOPICS)
async def list_choices(
    suppliers: OfSuppliers, called: Called, account: OfAccount, parent: Parent = ""
) -> ChoicesOut:
    """Ask the supplier for the feeds and categories that it has."""
    feeds, categories = await trending.choices(suppliers, called.workspace_id, account, parent)
    return shapes.choices_out(feeds, categories)


@doors.post("/api/purchasing/topics", needs=WRITE_TOPICS, status=201)
async def watch_topic(tx: InTx, suppliers: OfSuppliers, asked: TopicIn) -> TopicOut:
    """Watch a topic: it is read at once, and then every night."""
    sought = Sought(
        *(asked.by, asked.words, asked.category_id, asked.feed, asked.country, asked.currency)
    )
    made = await service.make(tx, suppliers, asked.account_id, sought, asked.pages)
    return shapes.topic_out(made, {})


@doors.patch("/api/purchasing/topics/{id}", needs=WRITE_TOPICS)
async def edit_topic(
    tx: InTx,
    id: Id,  # noqa: A002
    asked: TopicChangeIn,
    expected: Expected,
    answer: Response,
) -> TopicOut:
    """Pause a topic, take it up again, or read it deeper."""
    made = await service.change(tx, id, asked.pages, asked.state, expected)
    answer.headers["etag"] = etag(made.version)
    return shapes.topic_out(made, {})


@doors.delete("/api/purchasing/topics/{id}", needs=WRITE_TOPICS)
async def drop_topic(tx: InTx, id: Id, expected: Expected) -> None:  # noqa: A002
    """Watch a topic no more; what was seen of it is forgotten."""
    await service.drop(tx, id, expected)


@doors.post("/api/purchasing/topics/{id}/read", needs=WRITE_TOPICS, status=202)
async def read_topic(tx: InTx, id: Id) -> TopicOut:  # noqa: A002
    """Read a topic now, if its day is not read yet."""
    return shapes.topic_out(await service.read_now(tx, id), {})


@doors.get("/api/purchasing/trends", needs=READ_TOPICS)
async def list_trends(
    tx: InTx,
    topic: OfTopic = None,
    standing: Standings = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> TrendsOut:
    """List what sells at suppliers, that which rises most first, with the arithmetic of its
    points."""
    after = after_of(cursor)
    found = await service.page(tx, topic, standing or list(Standing), after, limit + 1)
    page, following = cut(
        found,
        limit,
        lambda each: [int(each.points * HUNDREDTHS), each.topic.id, each.shown.product_id],
    )
    return TrendsOut(items=[trend_out(each) for each in page], next_cursor=following)


def after_of(cursor: str | None) -> After:
    if cursor is None:
        return BEGIN
    points, topic_id, product_id = read_cursor(cursor, int, UUID, str)
    assert isinstance(points, int)
    assert isinstance(topic_id, UUID)
    return Decimal(points) / HUNDREDTHS, topic_id, str(product_id)
