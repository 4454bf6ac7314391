"""Pages with a stable order: nothing twice, nothing left out, whatever comes meanwhile."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from hanse.base.faults import Rejected
from hanse.engine.doors.paging import Part, cut, read_cursor, read_id, write_cursor
from tests.api.conftest import Door

BOOKS = "/api/shelf/books"


async def add(door: Door, who: str, *titles: str) -> None:
    for title in titles:
        async with door.ask("POST", BOOKS, who, json={"title": title}) as response:
            assert response.status == 201


async def test_pages_follow_each_other_while_rows_come(door: Door, manager: str) -> None:
    await add(door, manager, *"abcde")
    seen, cursor = [], ""
    for _ in range(4):
        async with door.ask("GET", f"{BOOKS}?limit=2{cursor}", manager) as response:
            page = await response.json()
        seen.append([book["title"] for book in page["items"]])
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
        if len(seen) == 1:
            await add(door, manager, "f")
    assert seen == [["a", "b"], ["c", "d"], ["e", "f"]]


async def test_the_last_page_has_no_cursor(door: Door, manager: str) -> None:
    await add(door, manager, *"ab")
    async with door.ask("GET", f"{BOOKS}?limit=2", manager) as response:
        assert (await response.json())["next_cursor"] is None


def test_a_cursor_reads_as_it_was_written() -> None:
    some_id, at = UUID(int=7), datetime(2026, 11, 20, 14, 3, tzinfo=UTC)
    place: list[Part] = ["x", 7, some_id, at]
    assert list(read_cursor(write_cursor(place), str, int, UUID, datetime)) == place
    assert read_id(write_cursor([some_id])) == some_id
    assert read_id(None) is None
    assert cut([1, 2, 3], 2, lambda row: [row]) == ([1, 2], write_cursor([2]))
    assert cut([1, 2], 2, lambda row: [row]) == ([1, 2], None)


@pytest.mark.parametrize(
    "cursor", ["", "?", "%%%%", "e30", write_cursor([1]), write_cursor([True])]
)
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(Rejected, match="not one that this list gave out"):
        read_cursor(cursor, str)
    with pytest.raises(Rejected):
        read_id(cursor)
