"""Webhooks: how many a second are verified, kept and answered, and how long an answer takes.

The sender, the web door and the database share the machine. Twice the senders: the same rate, and
answers that take twice as long. Twice the accounts: the same rate, for one transaction holds all
that a workspace got in a few milliseconds.
"""

import asyncio
import hashlib
import hmac
import os
import sys
import time
from collections.abc import Callable, Coroutine, Mapping
from uuid import UUID

import uvloop
from starlette.types import Receive, Scope, Send

from bench.following import ways
from bench.ground import ground, print_figures, say
from hanse.app.api.hooks import HookDoor
from hanse.app.api.serving import Server, configured, listen
from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.hooks import JOB, Receiver
from hanse.engine.intake import Intake
from hanse.engine.jobs.handlers import Job, Jobs, collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.metrics import Meter
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Actor, ActorKind, Database

SENDERS = 24
ACCOUNTS = 4
RUN_S = 10.0
WARM_S = 1.0
SECRET = b"a secret of this account"
BODY = b'{"id": 7, "name": "' + b"x" * 2_000 + b'"}'
WORKSPACE = UUID(int=1)
BENCH = Actor(ActorKind.system, None, "bench")


async def main() -> None:
    async with ground() as here:
        server = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.webhook", "serve"),
            env={
                **os.environ,
                "BENCH_APP": here.cluster.dsns.app,
                "BENCH_SYSTEM": here.cluster.dsns.system,
                "BENCH_KEY": here.vault_key,
            },
            stdout=asyncio.subprocess.PIPE,
        )
        assert server.stdout is not None
        port = int(await server.stdout.readline())
        ends_at = time.perf_counter() + WARM_S + RUN_S
        sent = await asyncio.gather(*(send(port, number, ends_at) for number in range(SENDERS)))
        server.terminate()
        await server.wait()
        counts_from = ends_at - RUN_S
        took_ms = sorted(
            (done_at - at) * 1_000
            for times in sent
            for at, done_at in times
            if counts_from <= done_at <= ends_at
        )
        async with here.database.tx(WORKSPACE, BENCH) as tx:
            kept = await tx.fetchval("select count(*) from engine_hooks where state = 'waiting'")
        assert kept == sum(map(len, sent)), f"{sum(map(len, sent))} answered and {kept} kept"
        mapped = await ways(here)
    p99_ms = took_ms[int(len(took_ms) * 0.99)]
    accept_per_s = len(took_ms) / RUN_S
    say(f"{accept_per_s:,.0f} webhooks/s kept, 99 of 100 answered in {p99_ms:.1f} ms")
    told_ms = sorted(each.told_ms for each in mapped)
    edited_ms = sorted(each.edited_ms for each in mapped)
    half, most = len(mapped) // 2, int(len(mapped) * 0.99)
    say(f"from a webhook to our row: {told_ms[half]:,.0f} ms, 99 of 100 in {told_ms[most]:,.0f} ms")
    say(f"from the edit itself, which the shop tells after 1 s: {edited_ms[half]:,.0f} ms")
    print_figures(
        "webhook",
        accept_per_s=accept_per_s,
        answer_p99_ms=p99_ms,
        mapped_p50_ms=told_ms[half],
        mapped_p99_ms=told_ms[most],
        edited_p50_ms=edited_ms[half],
    )


async def send(port: int, number: int, ends_at: float) -> list[tuple[float, float]]:
    """One after the other over one connection; when each was sent and answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    signature = hmac.new(SECRET, BODY, hashlib.sha256).hexdigest()
    account = UUID(int=1_000 + number % ACCOUNTS)
    times: list[tuple[float, float]] = []
    while (at := time.perf_counter()) < ends_at:
        head = (
            f"POST /api/hooks/{account} HTTP/1.1\r\nHost: hub\r\nX-Shop-Hmac: {signature}\r\n"
            f"X-Shop-Topic: product.updated\r\nX-Shop-Delivery: {number}-{len(times)}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
        )
        writer.write(head.encode() + BODY)
        answer = await reader.readuntil(b"Kept.\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer
        times.append((at, time.perf_counter()))
    writer.close()
    return times


def verify(headers: Mapping[str, str], body: bytes) -> bool:
    signed = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(headers.get("x-shop-hmac", ""), signed)


def told(headers: Mapping[str, str], body: bytes) -> tuple[str | None, str | None]:
    return headers.get("x-shop-topic"), headers.get("x-shop-delivery")


async def resolve(account_id: UUID) -> Receiver | None:
    return Receiver(WORKSPACE, verify, told)


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("only webhooks come here")


async def serve() -> None:
    clock = SystemClock()
    database = await Database.open(
        os.environ["BENCH_APP"],
        os.environ["BENCH_SYSTEM"],
        clock=clock,
        ids=RandomIds(clock),
        ring=KeyRing({1: bytes.fromhex(os.environ["BENCH_KEY"])}, 1),
    )
    jobs = Jobs(JOB.partition(".")[0])

    @jobs.job(JOB, lane="account")
    async def refresh(job: Job, database: Database) -> None: ...

    await prepare(database, collect([jobs]))
    meter = Meter()
    intake = Intake(database, resolve, clock, meter=meter)
    sock = listen("127.0.0.1", 0)
    print(sock.getsockname()[1], flush=True)
    await Server(configured(HookDoor(nothing, clock, meter, intake))).serve([sock])


MODES: dict[str, Callable[[], Coroutine[object, object, None]]] = {"": main, "serve": serve}

if __name__ == "__main__":
    uvloop.run(MODES["".join(sys.argv[1:])]())
