"""The operator's token: made once, for its owner's eyes only, and all that it opens."""

import concurrent.futures
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.app.api.operator import (
    TOKEN_FILE,
    any_of,
    by_metrics_token,
    by_operator_token,
    operator_token,
)
from hanse.base.faults import Denied, Unavailable
from hanse.engine.doors.access import PERMISSIONS, Knock
from hanse.engine.tx import INSTALLATION
from tests.api.conftest import Door, opened

METRICS_TOKEN = "monitor-me-please"


@pytest.fixture(scope="module")
async def guarded(ground: Ground) -> AsyncIterator[Door]:
    token = operator_token(ground.settings.home)
    known = any_of(by_operator_token(token), by_metrics_token(METRICS_TOKEN))
    async with opened(replace(ground, authenticate=known)) as door:
        yield door


@pytest.fixture
def token(ground: Ground) -> str:
    return operator_token(ground.settings.home)


def test_the_token_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    token = operator_token(tmp_path)
    assert operator_token(tmp_path) == token
    assert len(token) > 40
    assert (tmp_path / TOKEN_FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [TOKEN_FILE]


def test_processes_that_start_at_once_end_with_the_same_token(tmp_path: Path) -> None:
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        tokens = set(pool.map(operator_token, [tmp_path] * 8))
    assert len(tokens) == 1
    assert [path.name for path in tmp_path.iterdir()] == [TOKEN_FILE]


def test_a_token_that_others_can_read_is_refused(tmp_path: Path) -> None:
    operator_token(tmp_path)
    (tmp_path / TOKEN_FILE).chmod(0o644)
    with pytest.raises(Denied, match=f"Run: chmod 600 {tmp_path / TOKEN_FILE}"):
        operator_token(tmp_path)


def test_a_file_without_a_token_is_refused(tmp_path: Path) -> None:
    file = tmp_path / TOKEN_FILE
    file.touch(0o600)
    with pytest.raises(Denied, match="holds no token"):
        operator_token(tmp_path)


def test_without_a_home_there_is_no_token(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="Start Hanse once"):
        operator_token(tmp_path / "nowhere")


async def test_the_operator_may_do_everything_in_the_installation_or_where_he_says(
    token: str, workspace: UUID
) -> None:
    known = by_operator_token(token)
    caller = await known(Knock({"authorization": f"Bearer {token}"}))
    assert caller is not None
    assert caller.permissions == set(PERMISSIONS)
    assert caller.workspace_id == INSTALLATION
    there = await known(
        Knock({"authorization": f"bearer {token}", "hanse-workspace": str(workspace)})
    )
    assert there is not None
    assert there.workspace_id == workspace


async def test_anything_else_is_nobody(token: str) -> None:
    known = any_of(by_operator_token(token), by_metrics_token(""))
    for header in ("", token, f"Basic {token}", "Bearer", "Bearer ", f"Bearer {token}x"):
        assert await known(Knock({"authorization": header})) is None


async def test_a_wrong_workspace_is_told(guarded: Door, token: str) -> None:
    async with guarded.ask(
        "GET", "/api/shelf/books", token, headers={"Hanse-Workspace": "here"}
    ) as response:
        assert response.status == 422
        assert "names no workspace" in (await response.json(content_type=None))["detail"]


async def test_the_operator_works_in_the_workspace_that_he_names(
    guarded: Door, token: str, workspace: UUID
) -> None:
    there = {"Hanse-Workspace": str(workspace)}
    async with guarded.ask(
        "POST", "/api/shelf/books", token, headers=there, json={"title": "a"}
    ) as response:
        assert response.status == 201
    for headers, count in ((there, 1), ({}, 0)):
        async with guarded.ask("GET", "/api/shelf/books", token, headers=headers) as response:
            assert len((await response.json())["items"]) == count


async def test_the_figures_are_for_those_who_have_a_token_for_them(
    guarded: Door, token: str
) -> None:
    for who, status in ((METRICS_TOKEN, 200), (token, 200), ("wrong", 401), ("", 401)):
        async with guarded.ask("GET", "/metrics", who) as response:
            assert response.status == status
            if status == 200:
                text = await response.text()
                assert 'hanse_check_ok{check="database"} 1.0' in text
                assert "hanse_live_readers 0.0" in text
                assert response.content_type == "text/plain"
    async with guarded.ask("GET", "/api/shelf/books", METRICS_TOKEN) as response:
        assert response.status == 403
