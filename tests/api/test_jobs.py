"""Jobs over HTTP: seen with their story, tried again, cancelled; queues paused by the operator."""

import asyncio
from uuid import UUID

from hanse.base.ids import RandomIds
from hanse.engine.tx import INSTALLATION, Database
from tests.api.conftest import LIMIT_S, OPERATOR, Door
from tests.conftest import NOBODY

JOBS = "/api/jobs"

JOB = """
    insert into jobs (workspace_id, id, name, key, lane, ids, priority, state, request_id, due_at,
        tries, ended_at)
    values ($1, $2, $3, $4, '', '{"shelf": "7"}', 0, $5, 'request-1', clock_timestamp(), 1,
        case when $5 in ('failed', 'unknown') then clock_timestamp() end)
"""
TRY = """
    insert into jobs_tries (workspace_id, job_id, number, started_at, worker, outcome, fault,
        sentence, next_step, trace)
    values ($1, $2, 1, clock_timestamp(), 'w', 'failed', 'unavailable', 'The broom is gone.',
        'Buy one.', 'line 7')
"""


async def add(database: Database, workspace: UUID, state: str, name: str = "shelf.dust") -> UUID:
    async with database.system_tx("test") as tx:
        job = tx.ids.new()
        await tx.execute(JOB, workspace, job, name, str(job), state)
        if state in ("failed", "unknown"):
            await tx.execute(TRY, workspace, job)
        await tx.execute(
            "insert into jobs_names (name, lane) values ($1, '') on conflict do nothing", name
        )
    return job


async def test_jobs_are_listed_newest_first_by_page_and_by_filter(
    door: Door, database: Database, viewer: str, manager: str, workspace: UUID
) -> None:
    made = [await add(database, workspace, state) for state in ("failed", "waiting", "later")]
    swept = await add(database, workspace, "failed", "shelf.sweep")
    seen, cursor = [], ""
    while True:
        async with door.ask("GET", f"{JOBS}?limit=3{cursor}", manager) as response:
            page = await response.json()
        seen += [UUID(job["id"]) for job in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [swept, *reversed(made)]
    for query, count in (
        ("state=failed", 2),
        ("state=failed&state=later", 3),
        ("name=shelf.sweep", 1),
        ("name=shelf", 4),
        ("name=other", 0),
    ):
        async with door.ask("GET", f"{JOBS}?{query}", manager) as response:
            assert len((await response.json())["items"]) == count, query
    async with door.ask("GET", f"{JOBS}?state=lost", manager) as response:
        assert response.status == 422
    async with door.ask("GET", JOBS, viewer) as response:
        assert response.status == 403


async def test_a_failed_job_tells_its_story_and_is_tried_again(
    door: Door, database: Database, manager: str, workspace: UUID
) -> None:
    job = await add(database, workspace, "failed")
    async with door.ask("GET", f"{JOBS}/{job}", manager) as response:
        told = await response.json()
    assert told["sentence"] == "The broom is gone."
    assert [one["next_step"] for one in told["story"]] == ["Buy one."]
    assert "line 7" not in str(told)
    async with door.ask("POST", f"{JOBS}/{job}/retry", manager) as response:
        assert (response.status, (await response.json())["state"]) == (200, "waiting")
    async with door.ask("POST", f"{JOBS}/{job}/retry", manager) as response:
        assert response.status == 409
    async with door.ask("GET", "/api/events?name=jobs.job", f"owner:{workspace}") as response:
        [event] = (await response.json())["items"]
    assert event["name"] == "jobs.job.retried"


async def test_an_unknown_job_is_tried_again_only_when_somebody_has_looked(
    door: Door, database: Database, manager: str, workspace: UUID
) -> None:
    job = await add(database, workspace, "unknown")
    for body, status in ((None, 409), ({"settled": False}, 409), ({"settled": True}, 200)):
        async with door.ask("POST", f"{JOBS}/{job}/retry", manager, json=body) as response:
            assert response.status == status
            answer = await response.json(content_type=None)
        assert status == 200 or answer["code"] == "outcome_unknown"


async def test_a_waiting_job_is_cancelled_once(
    door: Door, database: Database, manager: str, workspace: UUID
) -> None:
    job = await add(database, workspace, "waiting")
    for status in (200, 409):
        async with door.ask("POST", f"{JOBS}/{job}/cancel", manager) as response:
            assert response.status == status
            answer = await response.json(content_type=None)
        assert status == 409 or answer["state"] == "cancelled"


async def test_another_workspace_neither_sees_nor_touches_it(
    door: Door, database: Database, workspace: UUID, ids: RandomIds
) -> None:
    job = await add(database, workspace, "failed")
    stranger = f"owner:{ids.new()}"
    for method, path in (("GET", ""), ("POST", "/retry"), ("POST", "/cancel")):
        async with door.ask(method, f"{JOBS}/{job}{path}", stranger) as response:
            assert response.status == 404
            assert (await response.json(content_type=None))["code"] == "gone"
    async with door.ask("GET", JOBS, stranger) as response:
        assert (await response.json())["items"] == []


async def test_the_operator_pauses_a_queue_and_lets_it_go_on(
    door: Door, database: Database, workspace: UUID
) -> None:
    await add(database, workspace, "waiting")
    for word, paused in (("pause", ["shelf.dust"]), ("pause", ["shelf.dust"]), ("resume", [])):
        path = f"{JOBS}/queues/shelf.dust/{word}"
        async with door.ask("POST", path, OPERATOR) as response:
            assert (response.status, await response.json()) == (200, {"paused": paused})
        async with door.ask("POST", path, f"owner:{workspace}") as response:
            assert response.status == 403
    for path in ("shelf.dust/resume", "nothing.here/pause"):
        async with door.ask("POST", f"{JOBS}/queues/{path}", OPERATOR) as response:
            assert response.status == 422
    async with database.tx(INSTALLATION, NOBODY) as tx:
        names = await tx.fetch("select name, actor_name from events where name like 'jobs.queue.%'")
    assert [(row["name"], row["actor_name"]) for row in names] == [
        ("jobs.queue.paused", "operator"),
        ("jobs.queue.resumed", "operator"),
    ]


async def test_the_first_page_counts_what_there_is_to_do(
    door: Door, database: Database, workspace: UUID
) -> None:
    await add(database, workspace, "waiting")
    await add(database, workspace, "failed")
    async with asyncio.timeout(LIMIT_S):
        while not await counted(door):  # what it says may be a second old
            await asyncio.sleep(0.1)


async def counted(door: Door) -> bool:
    async with door.ask("GET", "/api/system") as response:
        jobs = (await response.json())["jobs"]
    return bool(jobs["waiting"] and jobs["failed"])
