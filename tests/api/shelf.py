"""A small room that uses all that the HTTP ground offers, so that the ground can be tried."""

import asyncio
import json
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Denied,
    Fault,
    Finding,
    Gone,
    OutcomeUnknown,
    Rejected,
    Severity,
    Throttled,
    Unavailable,
)
from hanse.engine.doors import access
from hanse.engine.doors.access import EVERYBODY, MANAGERS, PUBLIC
from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.engine.doors.versions import Changed, etag, same_version
from hanse.engine.tx import Tx

READ = access.declare("shelf.book.read", "See the books.", *EVERYBODY)
WRITE = access.declare("shelf.book.write", "Change the books.", *MANAGERS)

doors = Doors("shelf")

FAULTS: dict[str, Fault] = {
    "rejected": Rejected(
        "The price is below the floor.",
        [Finding(Severity.error, "below_floor", "9.90 is below 12.00.", "Raise it.", "price")],
    ),
    "denied": Denied("You may not."),
    "gone": Gone("It is not there."),
    "changed": Changed("It was changed."),
    "conflict": Conflict("Somebody was faster."),
    "throttled": Throttled("Slow down.", after_s=1.2),
    "unavailable": Unavailable("Nobody is there."),
    "auth_lapsed": AuthLapsed("The consent has ended."),
    "outcome_unknown": OutcomeUnknown("It may have happened."),
}


class Shelfmark(Body):
    row: Annotated[int, Field(ge=0, le=1_000)]
    place: str = ""


class BookIn(Body):
    title: Annotated[str, Field(min_length=1, max_length=200)]
    mark: Shelfmark | None = None


class BookOut(BaseModel):
    id: UUID
    title: str
    version: int


class KeyOut(BaseModel):
    secret: str


@doors.get("/api/shelf/books", needs=READ)
async def list_books(tx: InTx, limit: Limit = PAGE_USUAL, cursor: Cursor = None) -> Page[BookOut]:
    """List the books in the order of their ids."""
    after = read_id(cursor) or UUID(int=0)
    rows = await tx.fetch(
        "select id, token from engine_search_tokens where kind = 'book' and id > $1 "
        "order by id limit $2",
        *(after, limit + 1),
    )
    books, following = cut(
        [book(row["id"], row["token"]) for row in rows], limit, lambda one: [one.id]
    )
    return Page(items=list(books), next_cursor=following)


@doors.post("/api/shelf/books", needs=WRITE, status=201)
async def create_book(tx: InTx, asked: BookIn) -> BookOut:
    """Put a book on the shelf."""
    made = BookOut(id=tx.ids.new(), title=asked.title, version=1)
    await keep(tx, made)
    return made


@doors.get("/api/shelf/books/{id}", needs=READ, versioned=True)
async def read_book(tx: InTx, id: UUID, answer: Response) -> BookOut:  # noqa: A002
    """Read one book."""
    found = await one(tx, id)
    answer.headers["etag"] = etag(found.version)
    return found


@doors.put("/api/shelf/books/{id}", needs=WRITE)
async def change_book(tx: InTx, id: UUID, asked: BookIn, expected: Expected) -> BookOut:  # noqa: A002
    """Change one book, if it is still as it was read."""
    found = await one(tx, id)
    same_version(expected, found.version)
    await forget(tx, id)
    changed = BookOut(id=id, title=asked.title, version=found.version + 1)
    await keep(tx, changed)
    return changed


@doors.delete("/api/shelf/books/{id}", needs=WRITE)
async def delete_book(tx: InTx, id: UUID, expected: Expected) -> None:  # noqa: A002
    """Take one book off the shelf, if it is still as it was read."""
    same_version(expected, (await one(tx, id)).version)
    await forget(tx, id)


@doors.post("/api/shelf/keys", needs=WRITE, status=201, shows_secret=True)
async def cut_key(tx: InTx) -> KeyOut:
    """Make a key that is shown once."""
    await keep(tx, BookOut(id=tx.ids.new(), title="a key", version=1))
    return KeyOut(secret="shown-once-and-never-again")


@doors.post("/api/shelf/delays", needs=WRITE)
async def wait_awhile(tx: InTx, seconds: Annotated[float, Query(ge=0, le=60)]) -> KeyOut:
    """Answer late."""
    await keep(tx, BookOut(id=tx.ids.new(), title="late", version=1))
    await asyncio.sleep(seconds)
    return KeyOut(secret="late")


@doors.get("/api/shelf/faults/{name}", needs=PUBLIC)
async def raise_fault(name: str) -> None:
    """Raise the fault of this name."""
    raise FAULTS[name]


@doors.get("/api/shelf/mistakes", needs=PUBLIC)
async def make_mistake() -> None:
    """Raise what nobody expected."""
    raise ZeroDivisionError("password=do-not-tell")


@doors.post("/api/shelf/failures", needs=WRITE)
async def fail_late(tx: InTx, asked: BookIn) -> BookOut:
    """Work, and then fail."""
    await keep(tx, BookOut(id=tx.ids.new(), title=asked.title, version=1))
    raise Unavailable("The printer is out of paper.")


def book(book_id: UUID, token: str) -> BookOut:
    return BookOut(id=book_id, **json.loads(token))


async def one(tx: Tx, book_id: UUID) -> BookOut:
    token = await tx.fetchval(
        "select token from engine_search_tokens where kind = 'book' and id = $1", book_id
    )
    if token is None:
        raise Gone(f"There is no book {book_id}.")
    return book(book_id, token)


async def keep(tx: Tx, made: BookOut) -> None:
    await tx.execute(
        "insert into engine_search_tokens (workspace_id, kind, id, token) "
        "values ($1, 'book', $2, $3)",
        *(tx.workspace_id, made.id, json.dumps({"title": made.title, "version": made.version})),
    )


async def forget(tx: Tx, book_id: UUID) -> None:
    await tx.execute("delete from engine_search_tokens where kind = 'book' and id = $1", book_id)
