"""The log over HTTP: newest first, by page, by filter, of one's own workspace."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from hanse.base.ids import RandomIds
from hanse.engine.log.events import append, declare
from hanse.engine.tx import Database
from tests.api.conftest import Door
from tests.conftest import NOBODY

EVENTS = "/api/events"


@declare(
    "shelf.book.sold",
    "{buyer} bought a book for {price}",
    subject=("shelf.book", "id"),
    personal=("buyer",),
    person="buyer_id",
)
@dataclass(frozen=True, slots=True)
class Sold:
    """For the tests of this file."""

    id: UUID
    buyer_id: UUID
    buyer: str
    price: int


@declare("shelf.room.cleaned", "{actor} cleaned")
@dataclass(frozen=True, slots=True)
class Cleaned:
    """For the tests of this file."""

    times: int


@pytest.fixture
async def book(database: Database, workspace: UUID) -> UUID:
    async with database.tx(workspace, NOBODY, "request-1") as tx:
        book, buyer = tx.ids.new(), tx.ids.new()
        await append(tx, Sold(book, buyer, "Ada Example", 900))
        await append(tx, *(Cleaned(times) for times in range(4)))
    return book


@pytest.fixture
def admin(workspace: UUID) -> str:
    return f"admin:{workspace}"


async def test_the_log_is_shown_newest_first_by_pages(door: Door, admin: str, book: UUID) -> None:
    seen, cursor = [], ""
    while True:
        async with door.ask("GET", f"{EVENTS}?limit=2{cursor}", admin) as response:
            page = await response.json()
        seen += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    names = [(event["name"], event["payload"].get("times")) for event in seen]
    assert names == [*(("shelf.room.cleaned", n) for n in (3, 2, 1, 0)), ("shelf.book.sold", None)]


async def test_an_event_is_a_sentence_and_its_facts_without_personal_ones(
    door: Door, admin: str, book: UUID
) -> None:
    async with door.ask("GET", f"{EVENTS}?subject_id={book}", admin) as response:
        text = await response.text()
        [event] = (await response.json())["items"]
    assert event["sentence"] == "sealed bought a book for 900"
    assert event["subject"] == {"kind": "shelf.book", "id": str(book), "version": None}
    assert event["actor"]["id"] == str(NOBODY.id)
    assert event["request_id"] == "request-1"
    assert "Ada Example" not in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("name=shelf", 5),
        ("name=shelf.room", 4),
        ("name=shelf.room.cleaned", 4),
        ("name=shel", 0),
        ("subject_kind=shelf.book", 1),
        (f"actor_id={NOBODY.id}", 5),
        (f"actor_id={UUID(int=1)}", 0),
        (f"person_id={UUID(int=1)}", 0),
        ("since=2020-01-01T00:00:00Z", 5),
        ("until=2020-01-01T00:00:00Z", 0),
    ],
)
async def test_filters_narrow_it(
    door: Door, admin: str, book: UUID, query: str, count: int
) -> None:
    async with door.ask("GET", f"{EVENTS}?{query}", admin) as response:
        assert response.status == 200
        assert len((await response.json())["items"]) == count


@pytest.mark.parametrize(
    "query",
    [
        "name=Shelf!",
        "since=yesterday",
        "since=2020-01-01T00:00:00",
        "until=0001-01-01T00:00:00%2B14:00",
    ],
)
async def test_a_wrong_filter_is_told(door: Door, admin: str, query: str) -> None:
    async with door.ask("GET", f"{EVENTS}?{query}", admin) as response:
        problem = await response.json(content_type=None)
        assert response.status == 422
    assert problem["fields"][0]["field"] == query.partition("=")[0]


async def test_another_workspace_sees_nothing_of_it(door: Door, book: UUID, ids: RandomIds) -> None:
    async with door.ask("GET", f"{EVENTS}?subject_id={book}", f"owner:{ids.new()}") as response:
        assert (await response.json())["items"] == []
