"""Lists of 100,000 rows by HTTP at a pace that does not wait for answers, and sign-ins beside them.

The program is `hanse serve` as a merchant runs it, with row security, permissions and the cookie of
a person. 300 requests a second are due over 50 connections, each at its own moment, whether or not
the last answers are there; latency counts from the moment at which a request was due. The client
shares the two cores with the program and its database. Beside it stands the rate that the same
connections reach when each asks as soon as it has its answer, and the same pace for a route that
touches no table.

Twice the rows: the same, for each page is a range of an index.
"""

import asyncio
import json
import os
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import cycle

import asyncpg

from bench.ground import Ground, ground, print_figures, say
from hanse.app import demo
from hanse.engine.passwords import Passwords

ROWS = 100_000
CONNECTIONS = 50
PER_SECOND = 300
OPEN_S = 10.0
CLOSED_S = 5.0
SIGN_IN_S = 6.0
SIGN_INS_AT_ONCE = 4
PASSWORD = "bench harbour lantern"
START_LIMIT_S = 30.0

LISTS = (
    "/api/events?limit=50",
    "/api/events?limit=50&name=bench.row",
    "/api/notices?limit=50",
    "/api/jobs?limit=50&state=failed",
    "/api/identity/activity?limit=50",
    "/api/identity/members?limit=50",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One kept connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, method: str, path: str, headers: str, body: bytes = b"") -> tuple[int, str]:
        """Status and head of the answer; the body is read and thrown away."""
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}{length}\r\n"
        self.writer.write(head.encode() + body)
        answer = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        fields = dict(
            line.lower().split(": ", 1) for line in answer.split("\r\n")[1:] if ": " in line
        )
        await self.reader.readexactly(int(fields.get("content-length", 0)))
        return int(answer.split(" ", 2)[1]), answer


async def line(port: int) -> Line:
    return Line(*await asyncio.open_connection("127.0.0.1", port))


async def main() -> None:
    async with ground() as here:
        passwords = Passwords()
        [owner, *_] = await demo.ready(here.database, passwords, here.home)
        await fill(here, await passwords.hash(PASSWORD))
        passwords.close()
        port = free_port()
        server = await serve(here, port)
        try:
            await measure(port, owner)
        finally:
            server.terminate()
            await server.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


async def fill(here: Ground, password_hash: str) -> None:
    """Events, notices and failed jobs of the one workspace, and people who only sign in."""
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    try:
        say(f"making {ROWS:,} events, notices and jobs")
        for statement in FILL:
            await admin.execute(statement.replace("ROWS", str(ROWS)))
        await admin.execute(PASSWORDS, password_hash)
        await admin.execute("vacuum (analyze)")
    finally:
        await admin.close()


PEOPLE_OF_BENCH = 500  # who sign in; the owner works with the two others of the demo
FILL = (
    """
    insert into identity_people (workspace_id, id, email, email_key, name, language, zone, state,
        made_at)
    select '00000000-0000-0000-0000-000000000000', gen_random_uuid(), email, email,
        'Person ' || n, 'en', 'UTC', 'active', clock_timestamp()
    from (select n, 'person' || n || '@bench.example' as email from generate_series(1, 500) n) one
    """,
    """
    insert into notices_notices (workspace_id, id, event_id, person_id, kind, facts, made_at,
        in_app)
    select member.workspace_id, gen_random_uuid(), gen_random_uuid(), member.person_id,
        'jobs.job.failed', '{}', clock_timestamp(), true
    from generate_series(1, ROWS), identity_members member where member.role = 'owner'
    """,
    """
    insert into jobs (workspace_id, id, name, key, lane, ids, priority, state, request_id, due_at,
        tries, ended_at)
    select workspace.id, gen_random_uuid(), 'bench.fail', '', '', '{}', 0, 'failed', '',
        clock_timestamp(), 1, clock_timestamp()
    from generate_series(1, ROWS), identity_workspaces workspace
    """,
    """
    insert into events (workspace_id, id, happened_at, name, form, actor_kind, actor_id, actor_name,
        request_id, payload)
    select member.workspace_id, gen_random_uuid(), clock_timestamp(),
        case when n % 10 = 0 then 'bench.row.made' else 'bench.page.read' end, 1, 'person',
        member.person_id, '', '', jsonb_build_object('n', n)
    from generate_series(1, ROWS) n, identity_members member where member.role = 'owner'
    """,
)
PASSWORDS = """
    insert into identity_passwords (workspace_id, id, hash, set_at)
    select workspace_id, id, $1, clock_timestamp() from identity_people
    where email_key like 'person%@bench.example'"""


async def serve(here: Ground, port: int) -> asyncio.subprocess.Process:
    settings = {
        "HANSE_HOME": str(here.home),
        "HANSE_PORT": str(port),
        "HANSE_VAULT_KEY": here.vault_key,
        "HANSE_REQUESTS_PER_MINUTE": "1000000",
        "HANSE_LOG_LEVEL": "warning",
        # Each person signs in from an address of its own; nobody's are counted together.
        "HANSE_TRUSTED_PROXIES": "127.0.0.1",
    }
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hanse", "serve", env=os.environ | settings
    )
    until = time.monotonic() + START_LIMIT_S
    while time.monotonic() < until:
        try:
            one = await line(port)
            status, _ = await one.ask("GET", "/health/ready", "")
            one.writer.close()
            if status == 200:
                return server
        except OSError:
            pass
        await asyncio.sleep(0.1)
    raise SystemExit("the program did not start")


async def measure(port: int, owner: demo.SignIn) -> None:
    cookie = await signed_in(port, owner.email, owner.password, "10.1.0.1")
    lines = [await line(port) for _ in range(CONNECTIONS)]
    for path in LISTS:
        status, head = await lines[0].ask("GET", path, cookie)
        assert status == 200, f"{path}: {head}"
    bare_p95, _ = await open_loop(lines, ("/health/live",), "", OPEN_S / 2)
    # First, for it warms what a program that runs has warm: connections and their plans.
    rate = await closed_loop(lines, LISTS, cookie)
    p95, p99 = await open_loop(lines, LISTS, cookie, OPEN_S)
    alone = await sign_ins(port)
    both = await asyncio.gather(sign_ins(port), open_loop(lines, LISTS, cookie, SIGN_IN_S))
    beside, (beside_p95, _) = both
    print_figures(
        list_p95_ms=p95,
        list_p99_ms=p99,
        bare_p95_ms=bare_p95,
        closed_per_s=rate,
        sign_in_per_s=alone,
        sign_in_beside_lists_per_s=beside,
        list_p95_beside_sign_ins_ms=beside_p95,
    )


async def signed_in(port: int, email: str, password: str, address: str) -> str:
    """The header Cookie of somebody who is signed in."""
    one = await line(port)
    body = json.dumps({"email": email, "password": password}).encode()
    headers = f"Content-Type: application/json\r\nX-Forwarded-For: {address}\r\n"
    status, head = await one.ask("POST", "/api/identity/sign_in", headers, body)
    one.writer.close()
    assert status == 200, head
    [cookie] = [
        text.split(":", 1)[1].split(";")[0].strip()
        for text in head.split("\r\n")
        if text.lower().startswith("set-cookie:")
    ]
    return f"Cookie: {cookie}\r\n"


async def open_loop(
    lines: Sequence[Line], paths: Sequence[str], headers: str, seconds: float
) -> tuple[float, float]:
    """95 and 99 of 100 answers were there within so many ms of when they were due."""
    late: list[float] = []
    start = time.perf_counter() + 0.1
    every = len(lines) / PER_SECOND

    async def keep(number: int, one: Line) -> None:
        for turn in range(int(seconds / every)):
            due = start + number / PER_SECOND + turn * every
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            await one.ask("GET", paths[(number + turn) % len(paths)], headers)
            late.append((time.perf_counter() - due) * 1_000)

    await asyncio.gather(*(keep(number, one) for number, one in enumerate(lines)))
    late.sort()
    return late[int(len(late) * 0.95)], late[int(len(late) * 0.99)]


async def closed_loop(lines: Sequence[Line], paths: Sequence[str], headers: str) -> float:
    """Answers a second when every line asks again at once."""

    async def ask_one(number: int, one: Line, turn: int) -> None:
        await one.ask("GET", paths[(number + turn) % len(paths)], headers)

    jobs = [
        lambda turn, number=number, one=one: ask_one(number, one, turn)
        for number, one in enumerate(lines)
    ]
    return await counted(jobs, CLOSED_S)


async def sign_ins(port: int) -> float:
    """Sign-ins a second, each of another person."""
    numbers = cycle(range(1, PEOPLE_OF_BENCH + 1))

    async def one(turn: int) -> None:
        n = next(numbers)
        email = f"person{n}@bench.example"
        await signed_in(port, email, PASSWORD, f"10.2.{n // 250}.{n % 250}")

    return await counted([one] * SIGN_INS_AT_ONCE, SIGN_IN_S)


async def counted(jobs: Sequence[Callable[[int], Awaitable[None]]], seconds: float) -> float:
    start = time.perf_counter()
    done = 0

    async def keep(job: Callable[[int], Awaitable[None]]) -> None:
        nonlocal done
        turn = 0
        while time.perf_counter() - start < seconds:
            await job(turn)
            turn += 1
            done += 1

    await asyncio.gather(*(keep(job) for job in jobs))
    return done / (time.perf_counter() - start)


if __name__ == "__main__":
    asyncio.run(main())
