"""The log over HTTP: newest first, by page, by filter, as a file, of one's own workspace."""

import csv
import io
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from hanse.app.api import exporting
from hanse.app.api.ground import Ground
from hanse.base.ids import RandomIds
from hanse.engine.log import audit, sealer
from hanse.engine.log.events import append, declare
from hanse.engine.log.personal import redact
from hanse.engine.tx import Database, Tx
from tests.api.conftest import OPERATOR, Door, by_role, opened
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


@declare("shelf.dust.settled", "Dust settled, {times} times", routine=True)
@dataclass(frozen=True, slots=True)
class Settled:
    """For the tests of this file."""

    times: int


@declare("shelf.book.priced", "{actor} priced a book", subject=("shelf.book", "id"))
@dataclass(frozen=True, slots=True)
class Priced:
    """For the tests of this file."""

    id: UUID
    before: Mapping[str, object]
    after: Mapping[str, object]


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


async def test_what_happens_by_itself_every_day_is_left_out_on_wish(
    door: Door, database: Database, workspace: UUID, admin: str, book: UUID
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        await append(tx, *(Settled(times) for times in range(60)))

    async def shown(query: str) -> list[tuple[str, bool]]:
        async with door.ask("GET", f"{EVENTS}?{query}", admin) as response:
            items = (await response.json())["items"]
        return [(event["name"], event["routine"]) for event in items]

    assert set(await shown("limit=50")) == {("shelf.dust.settled", True)}
    cleaned, sold = ("shelf.room.cleaned", False), ("shelf.book.sold", False)
    assert await shown("limit=50&routine=false") == [*[cleaned] * 4, sold]
    assert await shown("limit=50&routine=false&words=book") == [sold]


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
        ("request_id=request-1", 5),
        ("request_id=request-2", 0),
        ("words=Book%20bought", 1),
        ("words=clean", 4),
        ("words=clean%20book", 0),
        ("words=%20", 5),
        ("words=%25", 0),
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
        "request_id=a%20b",
        "format=csv",
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


async def test_what_changed_is_shown_field_by_field(
    door: Door, admin: str, database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        before = {"price": 900, "size": {"width": 10, "height": 20}, "tags": ["old"]}
        after = {"price": 900, "size": {"width": 10, "height": 21}, "tags": ["old", "red"]}
        await append(tx, Priced(tx.ids.new(), before, {**after, "shelf": None, "place": "A"}))
    async with door.ask("GET", EVENTS, admin) as response:
        [event] = (await response.json())["items"]
    assert event["changes"] == [
        {"field": "place", "before": None, "after": "A"},
        {"field": "size.height", "before": 20, "after": 21},
        {"field": "tags", "before": ["old"], "after": ["old", "red"]},
    ]


async def names(tx: Tx, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return {person: "Ada Example" for person in ids if person == NOBODY.id}


async def test_people_are_called_by_their_names(
    ground: Ground, changed: Callable[..., Ground], admin: str, book: UUID
) -> None:
    async with opened(changed(names=names)) as door:
        async with door.ask("GET", f"{EVENTS}?name=shelf.room&limit=1", admin) as response:
            [event] = (await response.json())["items"]
        assert event["actor"]["name"] == "Ada Example"
        assert event["sentence"] == "Ada Example cleaned"
        async with door.ask("GET", f"{EVENTS}/export?words=sold", admin) as response:
            [row] = csv.DictReader(io.StringIO(await response.text()))
        assert row["actor_name"] == "Ada Example"


@declare(
    "shelf.reader.joined",
    "{member} joined with {books} books",
    personal=("member", "note"),
    person="reader_id",
)
@dataclass(frozen=True, slots=True)
class Joined:
    """For the tests of this file."""

    reader_id: UUID
    member: str
    note: str
    books: int


async def test_a_sealed_name_is_told_as_colleagues_know_it_and_nothing_else(
    database: Database, workspace: UUID, changed: Callable[..., Ground], admin: str
) -> None:
    assert NOBODY.id
    async with database.tx(workspace, NOBODY) as tx:
        joined = [Joined(reader, "As it was", "secret", 3) for reader in (NOBODY.id, tx.ids.new())]
        await append(tx, *joined)
    async with (
        opened(changed(names=names)) as door,
        door.ask("GET", f"{EVENTS}?name=shelf.reader", admin) as response,
    ):
        stranger, colleague = (await response.json())["items"]
    assert colleague["sentence"] == "Ada Example joined with 3 books"
    assert colleague["payload"]["note"] == "sealed"
    assert stranger["sentence"] == "sealed joined with 3 books"


async def test_an_export_is_a_sheet_of_what_passes_the_filters_and_an_event(
    door: Door, admin: str, book: UUID, workspace: UUID
) -> None:
    async with door.ask("GET", f"{EVENTS}/export?name=shelf", admin) as response:
        assert response.status == 200
        assert response.content_type == "text/csv"
        assert response.headers["content-disposition"].startswith('attachment; filename="hanse-log')
        text = await response.text()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in rows] == ["shelf.book.sold", *["shelf.room.cleaned"] * 4]
    assert json.loads(rows[0]["payload"])["buyer"] == "sealed"
    assert "Ada Example" not in text
    async with door.ask("GET", f"{EVENTS}?name=audit.log.exported", admin) as response:
        [event] = (await response.json())["items"]
    assert event["payload"] == {"events": 5, "format": "csv", "filters": {"name": "shelf"}}


async def test_an_export_of_lines_has_one_document_a_line(
    door: Door, admin: str, book: UUID
) -> None:
    async with door.ask("GET", f"{EVENTS}/export?format=jsonl", admin) as response:
        assert response.content_type == "application/x-ndjson"
        lines = [json.loads(line) for line in (await response.text()).splitlines()]
    assert [line["name"] for line in lines] == ["shelf.book.sold", *["shelf.room.cleaned"] * 4]
    assert lines[0]["changes"] == []


async def test_an_export_reads_beyond_one_page(
    door: Door, admin: str, database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        await append(tx, *(Cleaned(times) for times in range(1_200)))
    async with door.ask("GET", f"{EVENTS}/export?format=jsonl", admin) as response:
        lines = (await response.text()).splitlines()
    assert [json.loads(line)["payload"]["times"] for line in lines] == list(range(1_200))


async def test_what_is_more_than_a_file_holds_is_refused_and_not_cut(
    database: Database, workspace: UUID, ground: Ground, admin: str, book: UUID
) -> None:
    # No transaction may last longer than 5 s, on a busy machine either.
    for _ in range(exporting.ROWS_MAX // 1_000):
        async with database.tx(workspace, NOBODY) as tx:
            await append(tx, *(Cleaned(times) for times in range(1_000)))
    async with opened(ground) as door, door.ask("GET", f"{EVENTS}/export", admin) as response:
        problem = await response.json(content_type=None)
        assert response.status == 422
    assert problem["detail"].startswith("More than 100,000 events pass these filters")
    assert "since and until" in problem["next_step"]


async def test_an_export_asks_again_who_is_there(
    ground: Ground, changed: Callable[..., Ground], admin: str
) -> None:
    async def long_ago(knock: object) -> object:
        caller = await by_role(knock)  # type: ignore[arg-type]
        return caller and replace(caller, proven_at=None)

    async with (
        opened(changed(authenticate=long_ago)) as door,
        door.ask("GET", f"{EVENTS}/export", admin) as response,
    ):
        assert response.status == 403
        assert (await response.json(content_type=None))["code"] == "proof_needed"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_cell_is_no_formula(text: str) -> None:
    assert exporting.cell(text) == f"'{text}"
    assert exporting.cell(-1) == "-1"


async def test_personal_fields_are_opened_with_a_reason_and_that_is_told(
    door: Door, admin: str, book: UUID
) -> None:
    async with door.ask("GET", f"{EVENTS}?subject_id={book}", admin) as response:
        [event] = (await response.json())["items"]
    opened_at = f"{EVENTS}/{event['position']}/personal"
    async with door.ask("GET", opened_at, admin) as response:
        assert response.status == 422
    async with door.ask("GET", f"{opened_at}?reason=%20%20%20%20", admin) as response:
        assert response.status == 422
    async with door.ask("GET", f"{opened_at}?reason=she%20asked", admin) as response:
        shown = await response.json()
    assert shown["personal"] == "opened"
    assert shown["sentence"] == "Ada Example bought a book for 900"
    async with door.ask("GET", f"{EVENTS}?limit=1", admin) as response:
        [told] = (await response.json())["items"]
    assert (told["name"], told["payload"]["why"]) == ("engine.personal.opened", "she asked")


async def test_only_who_may_opens_personal_fields(door: Door, workspace: UUID) -> None:
    for role in ("manager", "analyst", "support", "viewer"):
        path = f"{EVENTS}/1-1/personal?reason=curious"
        async with door.ask("GET", path, f"{role}:{workspace}") as response:
            assert response.status == 403


async def test_an_event_of_another_workspace_is_not_there_to_be_opened(
    door: Door, admin: str, book: UUID, ids: RandomIds
) -> None:
    async with door.ask("GET", f"{EVENTS}?subject_id={book}", admin) as response:
        [event] = (await response.json())["items"]
    path = f"{EVENTS}/{event['position']}/personal?reason=curious"
    async with door.ask("GET", path, f"owner:{ids.new()}") as response:
        assert response.status == 404


async def test_fields_of_an_erased_person_stay_erased(
    door: Door, admin: str, database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        buyer = tx.ids.new()
        await append(tx, Sold(tx.ids.new(), buyer, "Ada Example", 900))
        await redact(tx, buyer)
    async with door.ask("GET", f"{EVENTS}?name=shelf", admin) as response:
        [event] = (await response.json())["items"]
    path = f"{EVENTS}/{event['position']}/personal?reason=curious"
    async with door.ask("GET", path, admin) as response:
        shown = await response.json()
    assert (shown["personal"], shown["payload"]["buyer"]) == ("erased", "erased")


async def test_it_is_told_how_far_the_log_is_sealed_and_checked(
    door: Door, admin: str, database: Database, book: UUID
) -> None:
    async with door.ask("GET", "/api/audit/seal", admin) as response:
        shown = await response.json()
    assert shown["verified_at"] is None
    assert shown["sentence"].startswith("Nobody has checked the log yet.")
    await sealer.seal_all(database)
    await audit.note(database, await audit.verify(database), NOBODY)
    async with door.ask("GET", "/api/audit/seal", admin) as response:
        shown = await response.json()
    async with door.ask("GET", f"{EVENTS}?limit=1", admin) as response:
        [newest] = (await response.json())["items"]
    assert shown["sealed_until"] == shown["verified_until"] == newest["position"]
    assert shown["right"]
    assert "nothing was altered" in shown["sentence"]
    async with door.ask("GET", f"{EVENTS}?limit=1", OPERATOR) as response:
        [told] = (await response.json())["items"]
    assert told["name"] == "engine.log.verified"
    # What is wrong may lie in a workspace of others.
    wrong = replace(await audit.verify(database), problem="Event 1 of workspace 2 was altered.")
    await audit.note(database, wrong, NOBODY)
    async with door.ask("GET", "/api/audit/seal", admin) as response:
        shown = await response.json()
    assert not shown["right"]
    assert "found a difference" in shown["sentence"]
    assert "workspace 2" not in shown["sentence"]
