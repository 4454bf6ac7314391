"""Doors to the mails: the operator's alone."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest

from hanse.app.api import mails
from hanse.app.api.app import OWN_DOORS
from hanse.app.api.ground import Ground
from tests.api.conftest import OPERATOR, Door, opened
from tests.engine.mail_rows import ANA, HELLO, try_once, written


@pytest.fixture
async def box(ground: Ground) -> AsyncIterator[Door]:
    rooms = ground.doors if mails.doors in OWN_DOORS else (*ground.doors, mails.doors)
    async with opened(replace(ground, doors=rooms)) as door:
        yield door


async def test_the_operator_reads_the_mails_of_all_workspaces(box: Door, workspace: UUID) -> None:
    mail_id = await written(box.ground.database, workspace)
    await try_once(box.ground.database, workspace, mail_id, None)
    async with box.ask("GET", "/api/mails?limit=1", OPERATOR) as answer:
        assert answer.status == 200
        [found] = (await answer.json())["items"]
    assert (found["id"], found["to"], found["subject"]) == (str(mail_id), ANA, "Hello")
    assert (found["state"], found["workspace_id"]) == ("kept", str(workspace))
    assert "text" not in found
    async with box.ask("GET", f"/api/mails/{mail_id}", OPERATOR) as answer:
        assert (await answer.json())["text"] == HELLO.text


async def test_the_list_goes_on_where_a_page_ended(box: Door, workspace: UUID) -> None:
    mine = [str(await written(box.ground.database, workspace)) for _ in range(3)]
    async with box.ask("GET", "/api/mails?limit=2", OPERATOR) as answer:
        page = await answer.json()
    assert [mail["id"] for mail in page["items"]] == [mine[2], mine[1]]
    path = f"/api/mails?limit=1&cursor={page['next_cursor']}"
    async with box.ask("GET", path, OPERATOR) as answer:
        assert [mail["id"] for mail in (await answer.json())["items"]] == [mine[0]]


@pytest.mark.parametrize("path", ["/api/mails", f"/api/mails/{UUID(int=5)}"])
async def test_not_even_an_owner_reads_other_peoples_mails(
    box: Door, workspace: UUID, path: str
) -> None:
    async with box.ask("GET", path, f"owner:{workspace}") as answer:
        assert answer.status == 403


async def test_a_mail_that_is_not_there_is_a_404(box: Door) -> None:
    async with box.ask("GET", f"/api/mails/{UUID(int=5)}", OPERATOR) as answer:
        assert answer.status == 404
