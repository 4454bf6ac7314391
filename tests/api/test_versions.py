"""ETag and If-Match: nobody writes over what he has not seen."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from hanse.base.faults import Rejected
from hanse.engine.doors.versions import Changed, etag, expected_version, same_version
from tests.api.conftest import Door


@dataclass(frozen=True)
class Stood:
    """A book that stands on the shelf."""

    path: str
    etag: str


@pytest.fixture
async def book(door: Door, manager: str) -> AsyncIterator[Stood]:
    async with door.ask("POST", "/api/shelf/books", manager, json={"title": "a"}) as response:
        path = f"/api/shelf/books/{(await response.json())['id']}"
    async with door.ask("GET", path, manager) as response:
        yield Stood(path, response.headers["ETag"])


async def test_a_reader_gets_the_version_and_a_writer_brings_it(
    door: Door, manager: str, book: Stood
) -> None:
    assert book.etag == '"1"'
    async with door.ask(
        "PUT", book.path, manager, json={"title": "b"}, headers={"If-Match": book.etag}
    ) as response:
        assert (response.status, (await response.json())["version"]) == (200, 2)


async def test_a_version_that_is_past_is_refused(door: Door, manager: str, book: Stood) -> None:
    for status in (200, 412):
        async with door.ask(
            "PUT", book.path, manager, json={"title": "b"}, headers={"If-Match": book.etag}
        ) as response:
            problem = await response.json(content_type=None)
            assert response.status == status
    assert problem["code"] == "changed_meanwhile"
    assert problem["detail"] == "This was changed meanwhile: you read version 1, it is now 2."
    assert "Read it again" in problem["next_step"]


async def test_a_write_without_a_version_is_refused(door: Door, manager: str, book: Stood) -> None:
    async with door.ask("DELETE", book.path, manager) as response:
        assert response.status == 428
    async with door.ask("DELETE", book.path, manager, headers={"If-Match": book.etag}) as response:
        assert (response.status, await response.read()) == (204, b"")
    async with door.ask("GET", book.path, manager) as response:
        assert response.status == 404


async def test_who_has_the_version_gets_no_body(door: Door, manager: str, book: Stood) -> None:
    for tag in (book.etag, f'W/{book.etag}, "7"', '"1-br"'):
        async with door.ask("GET", book.path, manager, headers={"If-None-Match": tag}) as response:
            assert (response.status, await response.read()) == (304, b"")
            assert response.headers["ETag"] == book.etag
    async with door.ask("GET", book.path, manager, headers={"If-None-Match": '"2"'}) as response:
        assert response.status == 200


async def test_another_workspace_neither_reads_nor_writes_it(
    door: Door, book: Stood, ids: object
) -> None:
    stranger = f"owner:{UUID(int=3)}"
    async with door.ask("GET", book.path, stranger) as response:
        assert response.status == 404
    async with door.ask("DELETE", book.path, stranger, headers={"If-Match": '"1"'}) as response:
        assert response.status == 404
    async with door.ask("GET", "/api/shelf/books", stranger) as response:
        assert (await response.json())["items"] == []


def test_a_tag_names_a_version_whatever_the_coding_of_the_bytes() -> None:
    assert expected_version(etag(7)) == 7
    assert expected_version('"7-br"') == 7
    with pytest.raises(Rejected, match="names no version"):
        expected_version("seven")
    with pytest.raises(Changed):
        same_version(1, 2)
    same_version(2, 2)
