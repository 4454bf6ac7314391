"""The embedded server: private from the first moment, shared by processes, hard to break."""

import asyncio
import os
import signal
import socket
import stat
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from hanse.engine.postgres import postmaster, server
from hanse.engine.postgres.account import Account
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.dsns import Address, parse
from tests.engine.homes import (
    hold,
    holding,
    kill_server,
    let_go,
    new_home,
    started,
    until,
)

LOCALE = """
    select datlocprovider::text || ' ' || datlocale
    from pg_database where datname = current_database()
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """One home for the tests that do not need a fresh one; each leaves it without a server."""
    with new_home() as folder:
        yield folder


@pytest.fixture(autouse=True)
def left_without_a_server(home: Path) -> Iterator[None]:
    """A server that one test leaves would be attached to by whichever comes next."""
    yield
    data = home / "postgres" / "data"
    until(lambda: not postmaster.running(data), "the last process of a killed server has ended")


@pytest.fixture
def fresh() -> Iterator[Path]:
    with new_home() as folder:
        yield folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_the_first_start_makes_a_private_server(home: Path) -> None:
    with started(home) as cluster:
        assert not cluster.attached
        assert mode(cluster.data) == 0o700
        assert mode(cluster.server.sockets) == 0o700
        assert mode(cluster.layout.password) == 0o600
        hba = (cluster.data / "pg_hba.conf").read_text()
        words = {line.split()[-1] for line in hba.splitlines() if line and line[0] != "#"}
        assert words == {"scram-sha-256"}
        assert await ask(cluster.admin_dsn, "show listen_addresses") == ""
        assert await ask(cluster.admin_dsn, "show data_checksums") == "on"
        assert await ask(cluster.admin_dsn, "show password_encryption") == "scram-sha-256"
        assert parse(cluster.admin_dsn).password not in repr(cluster)


async def test_text_sorts_the_same_on_every_machine(home: Path) -> None:
    with started(home) as cluster:
        assert await ask(cluster.admin_dsn, LOCALE) == "b C.UTF-8"
        assert await ask(cluster.admin_dsn, "show server_encoding") == "UTF8"


async def test_a_wrong_password_is_refused(home: Path) -> None:
    with started(home) as cluster:
        at = parse(cluster.admin_dsn)
        wrong = Address(at.scheme, at.user, "guess", at.hosts, at.database, at.options)
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(wrong.text(), "select 1")


async def test_the_password_and_the_data_stay_over_a_restart(home: Path) -> None:
    with started(home) as cluster:
        first = cluster.admin_dsn
        await ask(first, "create table kept_over_restart as select 42 as answer")
    with started(home) as cluster:
        assert cluster.admin_dsn == first
        assert await ask(cluster.admin_dsn, "select answer from kept_over_restart") == 42


def test_the_last_user_stops_the_server(home: Path) -> None:
    with started(home) as cluster, holding(home) as other:
        assert cluster.stop() is False
        assert postmaster.running(cluster.data)
        let_go(other)
        assert postmaster.running(cluster.data) is None


def test_a_second_start_attaches_and_says_so(home: Path) -> None:
    with holding(home) as other, started(home) as cluster:
        assert cluster.attached
        assert cluster.notes == (f"The database of {home} runs already; this process uses it too.",)
        let_go(other)


def test_many_first_starts_at_once_make_one_server(fresh: Path) -> None:
    if os.geteuid() == 0:
        fresh.chmod(0o711)
    fresh /= "not yet there"
    several = [hold(fresh) for _ in range(4)]
    told = [process.stdout.readline().split() for process in several if process.stdout]
    assert sorted(words[1] for words in told) == ["False", "True", "True", "True"]
    assert len({words[2] for words in told}) == 1
    for process in several:
        let_go(process)
    assert postmaster.running(fresh / "postgres" / "data") is None


def test_another_name_of_the_same_home_is_the_same_server(home: Path, fresh: Path) -> None:
    (fresh / "link").symlink_to(home)
    with started(home) as cluster, started(fresh / "link") as second:
        assert second.attached
        assert second.admin_dsn == cluster.admin_dsn
        cluster.stop()
        assert second.stop() is True


def test_a_forked_child_does_not_stop_what_its_parent_uses(home: Path) -> None:
    with started(home) as cluster:
        child = os.fork()
        if child == 0:
            cluster.stop()
            os._exit(0)
        os.waitpid(child, 0)
        assert postmaster.running(cluster.data)
        assert cluster.stop() is True


def test_a_process_that_exits_on_sigterm_stops_the_server(home: Path) -> None:
    script = (
        "import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n"
        "import time; from pathlib import Path\n"
        "from hanse.engine.postgres.cluster import Cluster\n"
        "Cluster.start(Path(sys.argv[1]), archive=False); print('up', flush=True)\n"
        "time.sleep(60)\n"
    )
    with holding(home, script) as process:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert postmaster.running(home / "postgres" / "data") is None


async def test_a_stop_waits_for_nobody_and_loses_nothing(home: Path) -> None:
    with started(home) as cluster:
        connection = await asyncpg.connect(cluster.admin_dsn)
        await connection.execute("create table kept as select 1 as n")
        await connection.execute("begin; insert into kept values (2)")
        assert cluster.stop(limit_s=10) is True
        connection.terminate()
    log = "".join(path.read_text() for path in (home / "postgres" / "log").iterdir())
    assert "received fast shutdown request" in log
    with started(home) as cluster:
        assert await ask(cluster.admin_dsn, "select count(*) from kept") == 1


async def test_after_kill_9_of_everything_the_next_start_recovers(home: Path) -> None:
    with holding(home) as other, started(home) as cluster:
        await ask(cluster.admin_dsn, "create table kept_over_kill as select 42 as answer")
        other.kill()
        kill_server(cluster.data)
    with started(home) as cluster:
        assert not cluster.attached
        assert cluster.notes == ("The database was not stopped properly last time; it recovers.",)
        assert await ask(cluster.admin_dsn, "select answer from kept_over_kill") == 42


async def test_what_a_killed_server_left_behind_is_waited_for(home: Path) -> None:
    """Its backends notice only when they next look up; two servers on one folder ruin it."""
    with started(home) as cluster:
        found = postmaster.running(cluster.data)
        assert found
        client = await asyncpg.connect(cluster.admin_dsn)
        frozen = await client.fetchval("select pg_backend_pid()")
        os.kill(frozen, signal.SIGSTOP)
        try:
            kill_server(cluster.data, spared=frozen)
            with hold(home) as other:
                until(lambda: waits_for(other.pid, cluster.data), "the start waits")
                assert not postmaster.running(cluster.data)
                os.kill(frozen, signal.SIGKILL)
                assert other.stdout is not None
                assert other.stdout.readline().startswith("up False")
                other.kill()
        finally:
            with suppress(ProcessLookupError):
                os.kill(frozen, signal.SIGKILL)
            client.terminate()
        kill_server(cluster.data)


def sleeper(account: Account) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(["sleep", "60"], user=account.uid if account.lent else None)


def waits_for(pid: int, data: Path) -> bool:
    """Whether this process has the server's lock file open."""
    lock = server.lock_of(data)
    folder = Path(f"/proc/{pid}/fd")
    return any(link.resolve() == lock for link in folder.iterdir())


async def test_a_left_number_that_is_another_program_now_does_no_harm(home: Path) -> None:
    """The other program runs as the very user of the server, which alone fools PostgreSQL."""
    with started(home) as cluster:
        account = cluster.server.account
    with sleeper(account) as other:
        stale = f"{other.pid}\n{cluster.data}\n1\n5432\n{cluster.server.sockets}\n\n1 1\nready   \n"
        file = cluster.data / "postmaster.pid"
        file.write_text(stale)
        os.chown(file, account.uid, account.gid)
        with started(home) as again:
            assert not again.attached
            assert await ask(again.admin_dsn, "select 1") == 1
        assert other.poll() is None
        other.kill()


def test_being_killed_while_the_folder_is_made_leaves_no_half_one(fresh: Path) -> None:
    root = fresh / "postgres"
    with hold(fresh) as first:
        until(lambda: any(root.glob("unfinished-data-*/data/PG_VERSION")), "initdb works")
        first.kill()
    assert not (root / "data").exists()
    with started(fresh) as cluster:
        assert not cluster.attached
        assert not any(root.glob("unfinished-*"))


def test_being_killed_in_the_middle_of_a_start_is_recovered(home: Path) -> None:
    with started(home) as cluster:
        pass
    with hold(home) as first:
        until(lambda: (cluster.data / "postmaster.pid").exists(), "the server comes up")
        first.kill()
    with started(home) as cluster:
        assert cluster.stop() is True
    assert postmaster.running(cluster.data) is None


async def test_a_port_is_opened_on_loopback_and_only_when_asked(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    cluster = Cluster.start(home, archive=False, port=port)
    try:
        assert await ask(cluster.admin_dsn, "show listen_addresses") == "127.0.0.1"
        at = parse(cluster.admin_dsn)
        over_tcp = Address(at.scheme, at.user, at.password, f"127.0.0.1:{port}", at.database)
        assert await ask(over_tcp.text(), "select 1") == 1
        second = Cluster.start(home, archive=False, port=port + 1)
        assert f"Port {port + 1} is opened when all others have stopped." in second.notes
        second.stop()
    finally:
        cluster.stop()


async def test_a_start_that_waits_for_a_server_to_end_starts_with_its_own_settings(
    home: Path,
) -> None:
    """The server of before counts as running until it is gone, and has settings of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with started(home) as cluster:
        found = postmaster.running(cluster.data)
        assert found
        client = await asyncpg.connect(cluster.admin_dsn)
        os.kill(found.pid, signal.SIGTERM)  # it stops once its clients have left
        with ThreadPoolExecutor(1) as beside:
            try:
                until(lambda: is_stopping(cluster.data), "it stops")
                coming = beside.submit(Cluster.start, home, archive=False, port=port)
                until(lambda: waits_for(os.getpid(), cluster.data), "the start waits")
            finally:
                await client.close()
            again = await asyncio.wrap_future(coming)
        try:
            assert await ask(again.admin_dsn, "show listen_addresses") == "127.0.0.1"
        finally:
            again.stop()


def is_stopping(data: Path) -> bool:
    found = postmaster.read(data)
    return found is not None and found.status == "stopping"


async def test_an_operator_s_own_settings_win(home: Path) -> None:
    with started(home):
        pass
    (home / "postgres" / "local.conf").write_text("work_mem = '7MB'\n")
    (home / "postgres" / "local.conf").chmod(0o644)
    with started(home) as cluster:
        assert await ask(cluster.admin_dsn, "show work_mem") == "7MB"
