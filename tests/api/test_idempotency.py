"""A POST with an Idempotency-Key: the same request again gets the same answer and does nothing."""

import asyncio
import dataclasses
from collections.abc import Mapping
from uuid import UUID

import pytest

from hanse.base.faults import Conflict
from hanse.base.ids import RandomIds
from hanse.engine.doors.kept_answers import Answer, KeyReused, asked, forget_old_answers, keep, kept
from hanse.engine.tx import Database, Tx
from tests.api.conftest import Door
from tests.conftest import NOBODY

BOOKS = "/api/shelf/books"


def key(text: str) -> Mapping[str, str]:
    return {"Idempotency-Key": text}


async def titles(door: Door, who: str) -> list[str]:
    async with door.ask("GET", BOOKS, who) as response:
        return [book["title"] for book in (await response.json())["items"]]


async def test_the_same_request_again_gets_the_same_answer(door: Door, manager: str) -> None:
    answers = []
    for _ in range(2):
        async with door.ask(
            "POST", BOOKS, manager, json={"title": "a"}, headers=key("k-1")
        ) as response:
            answers.append((response.status, await response.read(), response.content_type))
            replayed = response.headers.get("Idempotency-Replayed")
    assert answers[0] == answers[1]
    assert answers[0][0] == 201
    assert replayed == "true"
    assert await titles(door, manager) == ["a"]


async def test_another_request_under_the_same_key_is_refused(door: Door, manager: str) -> None:
    for title, status in (("a", 201), ("b", 409)):
        async with door.ask(
            "POST", BOOKS, manager, json={"title": title}, headers=key("k-2")
        ) as response:
            problem = await response.json(content_type=None)
            assert response.status == status
    assert problem["code"] == "idempotency_key_reused"
    assert problem["next_step"] == "Give every new request a key of its own."
    async with door.ask("POST", "/api/shelf/keys", manager, headers=key("k-2")) as response:
        assert response.status == 409
    assert await titles(door, manager) == ["a"]


async def test_an_answer_with_a_secret_is_shown_once_and_never_kept(
    door: Door, database: Database, manager: str, workspace: UUID
) -> None:
    async with door.ask("POST", "/api/shelf/keys", manager, headers=key("k-3")) as response:
        assert (response.status, await response.json()) == (
            201,
            {"secret": "shown-once-and-never-again"},
        )
    async with door.ask("POST", "/api/shelf/keys", manager, headers=key("k-3")) as response:
        problem = await response.json(content_type=None)
        assert (response.status, problem["code"]) == (409, "idempotency_key_spent")
        assert "showed a secret" in problem["detail"]
    async with database.tx(workspace, NOBODY) as tx:
        assert await tx.fetchval("select count(*) from engine_answers where sealed is null") == 1
    assert await titles(door, manager) == ["a key"]


async def test_a_request_that_failed_left_nothing_and_may_be_repeated(
    door: Door, manager: str
) -> None:
    for _ in range(2):
        async with door.ask(
            "POST", "/api/shelf/failures", manager, json={"title": "a"}, headers=key("k-4")
        ) as response:
            assert response.status == 503
    assert await titles(door, manager) == []


async def test_two_at_once_do_the_work_once(door: Door, manager: str) -> None:
    async def post(seconds: float) -> tuple[int, str]:
        path = f"/api/shelf/delays?seconds={seconds}"
        async with door.ask("POST", path, manager, headers=key("k-5")) as response:
            return response.status, (await response.json(content_type=None)).get("code", "")

    answers = await asyncio.gather(*(post(0.5) for _ in range(5)))
    assert sorted(answers) == [(200, ""), *[(409, "idempotency_key_running")] * 4]
    assert await titles(door, manager) == ["late"]


async def test_keys_of_others_are_others(
    door: Door, manager: str, workspace: UUID, ids: RandomIds
) -> None:
    for who in (manager, f"owner:{workspace}", f"manager:{ids.new()}"):
        async with door.ask(
            "POST", BOOKS, who, json={"title": who}, headers=key("k-6")
        ) as response:
            assert (response.status, (await response.json())["title"]) == (201, who)


async def test_a_kept_answer_is_sealed(
    door: Door, database: Database, manager: str, workspace: UUID
) -> None:
    async with door.ask(
        "POST", BOOKS, manager, json={"title": "plainly visible"}, headers=key("k-7")
    ) as response:
        assert response.status == 201
    async with database.tx(workspace, NOBODY) as tx:
        row = await tx.fetchrow("select key, sealed from engine_answers")
    assert row is not None
    assert b"plainly visible" not in row["sealed"]
    assert b"k-7" not in row["key"]


async def test_after_a_day_the_key_is_free_again(tx: Tx) -> None:
    first, other = asked("somebody", "k", b"a"), asked("somebody", "k", b"b")
    await keep(tx, first, Answer(201, [("x", "y")], b"done"))
    assert await kept(tx, first) == Answer(201, [("x", "y")], b"done")
    with pytest.raises(KeyReused, match="last 24 hours"):
        await kept(tx, other)
    await tx.execute("update engine_answers set made_at = made_at - interval '25 hours'")
    assert await kept(tx, other) is None
    await keep(tx, other, Answer(200, [], b"new"))
    assert (await kept(tx, other)) == Answer(200, [], b"new")


async def test_old_answers_are_forgotten_in_all_workspaces(
    database: Database, ids: RandomIds
) -> None:
    for _ in range(2):
        async with database.tx(ids.new(), NOBODY) as tx:
            await keep(tx, asked("somebody", "k", b"a"), None)
            await tx.execute("update engine_answers set made_at = made_at - interval '25 hours'")
            await keep(tx, asked("somebody", "l", b"a"), None)
    async with database.system_tx("sweep") as tx:
        before = await tx.fetchval("select count(*) from engine_answers")
        assert await forget_old_answers(tx) == 2
        assert await tx.fetchval("select count(*) from engine_answers") == before - 2
        assert await forget_old_answers(tx) == 0


async def test_an_answer_copied_into_another_row_does_not_open(tx: Tx) -> None:
    one, other = asked("somebody", "k", b"a"), asked("somebody", "l", b"a")
    await keep(tx, one, Answer(201, [], b"one"))
    await keep(tx, other, Answer(201, [], b"other"))
    await tx.execute(
        "update engine_answers set sealed = (select sealed from engine_answers where key = $1)",
        one.key,
    )
    with pytest.raises(Exception, match="does not open"):
        await kept(tx, other)


def test_parts_of_a_request_do_not_run_into_each_other() -> None:
    """A path and its query must not read like a longer path."""
    assert asked("a", "k", b"ab", b"c").fingerprint != asked("a", "k", b"a", b"bc").fingerprint
    assert dataclasses.replace(asked("a", "k"), caller="b") != asked("a", "k")
    assert issubclass(KeyReused, Conflict)
