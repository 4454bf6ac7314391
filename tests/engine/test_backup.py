"""A backup is proven by bringing it back."""

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from hanse.base.clock import SystemClock
from hanse.base.faults import Conflict, Denied, Gone, Rejected, Unavailable
from hanse.engine.backup import archive, drill, parcel, programs, restoring, shelf, taking
from hanse.engine.backup.programs import Programs
from hanse.engine.backup.restoring import Target, restore
from hanse.engine.backup.shelf import Kind
from hanse.engine.backup.taking import Place
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.dsns import parse
from hanse.engine.postgres.migrate import migrate

CLOCK = SystemClock()


@dataclass(frozen=True)
class Site:
    """A living server with a table that the tests fill."""

    root: Path
    cluster: Cluster
    admin: asyncpg.Connection
    programs: Programs

    @property
    def place(self) -> Place:
        return Place(self.cluster.layout.backup, None, 7)

    async def take(self, place: Place | None = None, *, full: bool = False) -> shelf.Backup:
        taken = await taking.take(
            self.cluster.admin_dsn, self.programs, place or self.place, CLOCK, full=full
        )
        return taken.backup

    async def add(self, rows: int) -> None:
        await self.admin.execute("insert into things select generate_series(1, $1::int)", rows)

    async def instant(self) -> datetime:
        """Between two commits, by the server's clock, which writes the log."""
        now: datetime = await self.admin.fetchval("select clock_timestamp()")
        return now


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="hanse-k"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
async def site(root: Path) -> AsyncIterator[Site]:
    cluster = await asyncio.to_thread(Cluster.start, root / "home")
    await migrate(cluster.admin_dsn, cluster.dsns)
    admin = await asyncpg.connect(cluster.admin_dsn)
    await admin.execute("create table things (n int)")
    yield Site(root, cluster, admin, programs.find(cluster.bin))
    await admin.close()
    await asyncio.to_thread(cluster.stop)


async def rows_of(home: Path) -> int:
    async with drill.running(home) as cluster:
        connection = await asyncpg.connect(cluster.admin_dsn)
        try:
            count: int = await connection.fetchval("select count(*) from things")
            return count
        finally:
            await connection.close()


async def test_any_second_after_a_backup_comes_back(site: Site) -> None:
    """Two links, a full one and what changed; then three instants of the log behind them."""
    assert (await site.take(full=True)).kind is Kind.full
    await site.add(100)
    last = await site.take()
    assert last.kind is Kind.incremental
    before = await site.instant()
    count = await site.admin.fetchval("select count(*) from things")
    await site.add(5)
    await taking.flush(site.admin)
    taking.tidy(site.place, CLOCK.now())

    into = site.root / "instant"
    restored = await restore(site.place, site.programs, into, Target(at=before))
    assert (restored.backup.name, restored.whole_log) == (last.name, False)
    assert await rows_of(into) == count

    newest = site.root / "newest"
    assert (await restore(site.place, site.programs, newest, Target())).whole_log
    assert await rows_of(newest) == count + 5


async def test_an_instant_behind_the_end_of_the_log_is_its_end(site: Site) -> None:
    await site.take()
    await site.add(3)
    count = await site.admin.fetchval("select count(*) from things")
    await taking.flush(site.admin)
    taking.tidy(site.place, CLOCK.now())
    into = site.root / "behind"
    later = Target(at=CLOCK.now() + timedelta(minutes=10))
    assert (await restore(site.place, site.programs, into, later)).whole_log
    assert await rows_of(into) == count


async def test_a_drill_counts_the_same_rows_at_the_same_instant(site: Site) -> None:
    """While somebody goes on writing."""
    await site.take()
    writing = await asyncpg.connect(site.cluster.admin_dsn)
    stop = asyncio.Event()

    async def write() -> None:
        while not stop.is_set():
            await writing.execute("insert into things values (1)")

    writer = asyncio.create_task(write())
    try:
        outcome = await verified(site, "")
    finally:
        stop.set()
        await writer
        await writing.close()
    assert outcome.good, drill.story(outcome)
    assert outcome.counts["things"] > 0
    assert "came back whole" in drill.story(outcome)
    assert not list((site.cluster.layout.root).glob("drill-*")), "the drill left its copy behind"


async def test_a_drill_tells_of_a_broken_chain(site: Site) -> None:
    await site.take()
    outcome = await verified(site, "row 7 was altered")
    assert not outcome.good
    assert "did not come back whole: row 7 was altered" in drill.story(outcome)


async def verified(site: Site, chain: str) -> drill.Drill:
    async def check(cluster: Cluster) -> str:
        return chain

    return await drill.verify(
        site.cluster.admin_dsn, site.programs, site.place, site.cluster.layout.home, check
    )


async def test_a_sealed_backup_opens_with_its_key_only(site: Site) -> None:
    sealed = Place(site.root / "sealed", b"k" * 32, 7)
    backup = await site.take(sealed)
    stored = (sealed.shelf / backup.name / backup.file_name).read_bytes()
    assert backup.sealed
    assert stored.startswith(parcel.MARK)
    for key, message in ((None, "is sealed"), (b"x" * 32, "does not open")):
        with pytest.raises(Denied, match=message):
            await restore(replace(sealed, key=key), site.programs, site.root / "shut", Target())
        shutil.rmtree(site.root / "shut")
    into = site.root / "opened"
    await restore(sealed, site.programs, into, Target())
    assert await rows_of(into) == await site.admin.fetchval("select count(*) from things")


async def test_a_sealed_file_that_was_cut_off_does_not_pass_for_a_whole_one(
    tmp_path: Path,
) -> None:
    key = b"k" * 32
    source, packed = tmp_path / "source", tmp_path / f"packed{parcel.SEALED}"
    # More than one piece, and nothing that compression could shorten to one.
    source.write_bytes(b"".join(secrets.token_bytes(1 << 20) for _ in range(3)))
    parcel.pack_file(source, packed, key)
    whole = packed.read_bytes()
    parcel.unpack_file(packed, tmp_path / "again", key)
    assert (tmp_path / "again").read_bytes() == source.read_bytes()
    piece = parcel.PIECE_BYTES + parcel.TAG_BYTES
    head = len(parcel.MARK) + parcel.PREFIX_BYTES
    for damaged in (
        whole[: head + 2 * piece],
        whole[: head + piece] + whole[head + 2 * piece :],
        whole[:-1] + bytes([whole[-1] ^ 1]),
    ):
        packed.write_bytes(damaged)
        with pytest.raises(Denied, match="altered or"):
            parcel.unpack_file(packed, tmp_path / "again", key)


async def test_nothing_is_restored_over_something(site: Site) -> None:
    used = site.root / "used"
    used.mkdir()
    (used / "mine").touch()
    with pytest.raises(Conflict, match="is not empty"):
        await restore(site.place, site.programs, used, Target())


async def test_a_time_before_the_oldest_backup_is_refused_with_the_oldest(site: Site) -> None:
    await site.take()
    early = Target(at=datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(Rejected, match="old enough for 2020-01-01") as refused:
        await restore(site.place, site.programs, site.root / "early", early)
    assert "The oldest backup was finished at" in refused.value.next_step


async def test_an_empty_shelf_says_how_to_fill_it(site: Site, tmp_path: Path) -> None:
    with pytest.raises(Gone, match="no backup here"):
        await restore(Place(tmp_path, None, 7), site.programs, site.root / "nothing", Target())


async def test_a_backup_that_was_cut_off_is_no_backup_and_is_cleared_away(site: Site) -> None:
    await site.take()
    left = site.place.shelf / f"{shelf.UNFINISHED}dead"
    left.mkdir()
    names = [backup.name for backup in shelf.backups(site.place.shelf)]
    assert "dead" not in "".join(names)
    await site.take()
    assert not left.exists()


def test_a_key_file_that_is_wrong_says_how_to_make_one(tmp_path: Path) -> None:
    file = tmp_path / "key"
    with pytest.raises(Rejected, match="no backup key") as missing:
        parcel.read_key(str(file))
    assert "openssl rand -hex 32" in missing.value.next_step
    file.write_text("too short")
    with pytest.raises(Rejected, match="64 hexadecimal"):
        parcel.read_key(str(file))
    file.write_text("ab" * 32)
    file.chmod(0o644)
    with pytest.raises(Denied, match="read by others"):
        parcel.read_key(str(file))
    file.chmod(0o600)
    assert parcel.read_key(str(file)) == bytes.fromhex("ab" * 32)
    assert parcel.read_key("") is None


# What is kept, and for how long


def some(name: str, day: int, parent: str = "", kind: Kind = Kind.full) -> shelf.Backup:
    at = datetime(2026, 11, day, 3, tzinfo=UTC)
    return shelf.Backup(name, kind, parent, at, at, f"{day:024X}", "1", "18.6", 1, sealed=False)


WEEKS = [
    some("a", 1),
    some("b", 2, "a", Kind.incremental),
    some("c", 8),
    some("d", 9, "c", Kind.incremental),
    some("e", 15),
]


def test_what_the_oldest_wanted_second_rests_on_is_kept() -> None:
    now = datetime(2026, 11, 16, 12, tzinfo=UTC)
    assert [backup.name for backup in shelf.needless(WEEKS, now, 7)] == ["a", "b"]
    assert shelf.needless(WEEKS, now - timedelta(days=1), 7) == WEEKS[:2]
    assert shelf.needless(WEEKS[:2], now, 7) == []


def test_a_chain_without_its_beginning_is_said_to_be_broken() -> None:
    assert [link.name for link in shelf.chain(WEEKS, WEEKS[3])] == ["c", "d"]
    with pytest.raises(Gone, match="rests on c, which is gone"):
        shelf.chain(WEEKS[3:], WEEKS[3])


def test_a_week_after_the_full_one_everything_is_copied_again() -> None:
    links = [some("0", 1)]
    for number in range(1, shelf.CHAIN_MAX):
        assert shelf.parent_for(links, "1") is links[-1]
        links.append(some(str(number), number + 1, str(number - 1), Kind.incremental))
    assert shelf.parent_for(links, "1") is None
    assert shelf.parent_for(links[:1], "another server") is None
    assert shelf.parent_for([], "1") is None


def test_the_log_is_kept_from_the_oldest_backup_on(tmp_path: Path) -> None:
    raw = tmp_path / archive.RAW
    raw.mkdir()
    names = [f"0000000100000000000000{number:02X}" for number in range(1, 5)]
    for name in names:
        (raw / name).write_bytes(b"log")
    (raw / ".part-00").write_bytes(b"half")
    assert archive.pack(tmp_path, None) == 4
    assert archive.throw_away_before(tmp_path, names[2]) == 2
    assert archive.unpack(tmp_path, tmp_path / "out", None, names[3], None) == 1
    assert (tmp_path / "out" / names[3]).read_bytes() == b"log"


def test_keys_come_along_when_they_are_here(tmp_path: Path) -> None:
    assert not restoring.copy_keys(tmp_path / "none", tmp_path / "new")
    (tmp_path / "vault").write_text("keys")
    assert restoring.copy_keys(tmp_path / "vault", tmp_path / "new")
    assert (tmp_path / "new/keys/vault").stat().st_mode & 0o777 == 0o600


# A server whose files we may not copy


@pytest.fixture(scope="module")
async def dumper_dsn(site: Site) -> str:
    """Somebody who may read everything and copy no file."""
    await site.admin.execute(
        "create role dumper login bypassrls password 'pw'; grant pg_read_all_data to dumper"
    )
    return replace(parse(site.cluster.admin_dsn), user="dumper", password="pw").text()


async def test_a_dump_says_that_it_holds_one_instant_and_comes_back(
    site: Site, dumper_dsn: str
) -> None:
    place = Place(site.root / "dumps", b"k" * 32, 7)
    backup = (await taking.take(dumper_dsn, site.programs, place, CLOCK)).backup
    assert backup.kind is Kind.dump
    with pytest.raises(Rejected, match="is a dump: it holds one instant"):
        await restore(place, site.programs, site.root / "no", Target(at=CLOCK.now()))
    into = site.root / "from-dump"
    await restore(place, site.programs, into, Target())
    assert await rows_of(into) == await site.admin.fetchval("select count(*) from things")


async def test_a_dump_by_programs_that_are_too_old_says_what_to_install(
    site: Site, dumper_dsn: str
) -> None:
    old = replace(site.programs, version="16.2")
    with pytest.raises(Unavailable, match=r"pg_dump here is only 16\.2") as refused:
        await taking.take(dumper_dsn, old, Place(site.root / "old", None, 7), CLOCK)
    assert "Install the programs of PostgreSQL 18" in refused.value.next_step
