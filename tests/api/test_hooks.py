"""The address for webhooks: open to platforms, closed to size and slowness, quick, and true."""

import asyncio
import io
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import aiohttp
import asyncpg
import pytest

from hanse.app.api.ground import Ground
from hanse.base.ids import RandomIds
from hanse.engine import hooks
from hanse.engine.hooks import HookVerdict, Receiver
from hanse.engine.intake import Intake
from hanse.engine.jobs.handlers import Job, Jobs, collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.metrics import render
from hanse.engine.postgres.dsns import Dsns
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database
from tests.api.conftest import Door, opened
from tests.conftest import NOBODY
from tests.engine.signed import headers_for, receiver

ROOT = Path(__file__).resolve().parents[2]
JOB = "hooktest.refresh"
WORKSPACE, ACCOUNT = UUID(int=71), UUID(int=72)
HOOKS = f"/api/hooks/{ACCOUNT}"


@pytest.fixture(scope="module", autouse=True)
async def known(database: Database) -> None:
    jobs = Jobs("hooktest")

    @jobs.job(JOB)
    async def refresh(job: Job, database: Database) -> None: ...

    await prepare(database, collect([jobs]))


async def resolve(account_id: UUID) -> Receiver | None:
    return receiver(WORKSPACE) if account_id == ACCOUNT else None


@pytest.fixture(scope="module")
async def taking(ground: Ground) -> AsyncIterator[Door]:
    intake = Intake(ground.database, resolve, ground.clock, job=JOB, meter=ground.meter)
    async with opened(replace(ground, hooks=intake)) as running:
        yield running


async def kept(database: Database, workspace: UUID, account: UUID) -> int:
    async with database.tx(workspace, NOBODY) as tx:
        return len(await hooks.waiting(tx, account, 10_000))


async def test_a_webhook_is_kept_and_answered_without_anything_of_people(taking: Door) -> None:
    before = await kept(taking.ground.database, WORKSPACE, ACCOUNT)
    body = b'{"id": 1}'
    async with taking.ask("POST", HOOKS, data=body, headers=headers_for(body)) as answer:
        assert (answer.status, await answer.text()) == (200, "Kept.\n")
        # Neither counted for a caller nor looked at by what stands in front of people's doors.
        assert "ratelimit" not in answer.headers
        assert "x-request-id" not in answer.headers
    assert await kept(taking.ground.database, WORKSPACE, ACCOUNT) == before + 1
    shown = render(taking.ground.meter).decode()
    assert re.search(r'hanse_hooks_total\{verdict="accepted"\} [1-9]', shown)
    assert "hanse_hook_answer_seconds_count" in shown


async def test_a_platform_that_wants_to_read_json_gets_it(ground: Ground) -> None:
    wanted = '{"code": 200}'

    async def wants(account_id: UUID) -> Receiver | None:
        return replace(receiver(WORKSPACE), answer=wanted)

    intake = Intake(ground.database, wants, ground.clock, job=JOB, meter=ground.meter)
    async with opened(replace(ground, hooks=intake)) as running:
        body = b'{"id": 2}'
        async with running.ask("POST", HOOKS, data=body, headers=headers_for(body)) as answer:
            assert (answer.status, await answer.json()) == (200, {"code": 200})
            assert answer.headers["content-type"] == "application/json"
        async with running.ask("POST", HOOKS, data=body) as answer:
            assert (answer.status, await answer.text()) == (401, "No.\n")


@pytest.mark.parametrize(
    ("method", "path", "status", "text"),
    [
        ("GET", HOOKS, 200, "Webhooks are sent here, with POST.\n"),
        ("HEAD", HOOKS, 200, ""),
        ("PUT", HOOKS, 405, "Webhooks are sent with POST.\n"),
        ("POST", HOOKS, 401, "No.\n"),
        ("POST", f"/api/hooks/{UUID(int=73)}", 404, "There is no such address for webhooks.\n"),
        ("POST", "/api/hooks/mine", 404, "There is no such address for webhooks.\n"),
    ],
)
async def test_whatever_else_is_asked_gets_a_plain_answer(
    taking: Door, method: str, path: str, status: int, text: str
) -> None:
    async with taking.ask(method, path, data=b"{}" if method == "POST" else None) as answer:
        assert (answer.status, await answer.text()) == (status, text)


async def test_a_body_that_is_too_large_is_refused_told_or_not(taking: Door) -> None:
    large = b"x" * (5 * 1024**2 + 1)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(large), 65_536):
            yield large[start : start + 65_536]

    for data in (io.BytesIO(large), pieces()):
        async with taking.ask("POST", HOOKS, data=data, headers=headers_for(large)) as answer:
            assert answer.status == 413
            assert await answer.text() == "A webhook may have 5,242,880 bytes.\n"
    just = large[1:]
    async with taking.ask(
        "POST", HOOKS, data=io.BytesIO(just), headers=headers_for(just)
    ) as answer:
        assert answer.status == 200


async def test_what_cannot_be_kept_is_to_be_sent_again(ground: Ground) -> None:
    intake = Intake(ground.database, resolve, ground.clock, job="no.such")
    async with opened(replace(ground, hooks=intake)) as door:
        body = b"{}"
        async with door.ask("POST", HOOKS, data=body, headers=headers_for(body)) as answer:
            assert (answer.status, answer.headers["retry-after"]) == (503, "5")


async def test_without_anybody_who_takes_them_there_is_no_such_address(door: Door) -> None:
    async with door.ask("POST", HOOKS, data=b"{}") as answer:
        assert answer.status == 404


async def test_of_a_burst_that_a_kill_interrupts_everything_answered_is_kept_once(
    database: Database,
    module_dsns: Dsns,
    ring: KeyRing,
    workspace: UUID,
    ids: RandomIds,
    admin_dsn: str,
) -> None:
    account, answered = ids.new(), set[str]()
    server = await start(module_dsns, ring, workspace)
    address = await address_of(server)

    async def burst(worker: int) -> None:
        body = b'{"id": 1}'
        async with aiohttp.ClientSession() as session:
            for number in range(2_000):
                delivery = f"{worker}-{number}"
                try:
                    async with session.post(
                        f"{address}/api/hooks/{account}",
                        data=body,
                        headers=headers_for(body, delivery),
                    ) as answer:
                        if answer.status == 200:
                            answered.add(delivery)
                except aiohttp.ClientError:
                    return

    bursting = asyncio.gather(*(burst(worker) for worker in range(8)))
    async with asyncio.timeout(60):
        while len(answered) < 300:
            await asyncio.sleep(0.005)
    server.send_signal(signal.SIGKILL)
    await server.wait()
    await bursting
    first = set(answered)
    # The platform sends again what was not answered, and some of what was.
    server = await start(module_dsns, ring, workspace)
    address = await address_of(server)
    async with aiohttp.ClientSession() as session:
        for delivery in [*sorted(first)[:20], "new-1"]:
            async with session.post(
                f"{address}/api/hooks/{account}", data=b"{}", headers=headers_for(b"{}", delivery)
            ) as answer:
                assert answer.status == 200
    server.kill()
    await server.wait()
    async with database.tx(workspace, NOBODY) as tx:
        deliveries = [hook.delivery_id for hook in await hooks.waiting(tx, account, 50_000)]
    assert len(deliveries) == len(set(deliveries))
    assert first | {"new-1"} <= set(deliveries)
    admin = await asyncpg.connect(admin_dsn)
    count = "select count(*) from engine_hooks where account_id = $1 and verdict = $2"
    assert await admin.fetchval(count, account, HookVerdict.duplicate.value) == 20
    waiting = "select count(*) from jobs where workspace_id = $1 and name = $2"
    assert await admin.fetchval(waiting, workspace, JOB) >= 1
    await admin.close()


async def start(dsns: Dsns, ring: KeyRing, workspace: UUID) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.api.hook_server"),
        cwd=ROOT,
        env={
            **os.environ,
            "TEST_APP_DSN": dsns.app,
            "TEST_SYSTEM_DSN": dsns.system,
            "TEST_KEY": ring.masters[1].hex(),
            "TEST_WORKSPACE": str(workspace),
            "TEST_JOB": JOB,
        },
        stdout=PIPE,
    )


async def address_of(server: asyncio.subprocess.Process) -> str:
    assert server.stdout is not None
    port = await asyncio.wait_for(server.stdout.readline(), 30)
    return f"http://127.0.0.1:{int(port)}"
