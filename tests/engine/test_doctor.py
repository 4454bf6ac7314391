"""The doctor: each thing that can be wrong has its sentence and its next step."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from hanse.base.clock import FixedClock, SystemClock
from hanse.engine import keys, processes
from hanse.engine.health import doctor
from hanse.engine.health.checks import Check
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log.events import START
from hanse.engine.log.followers import Failing, State
from hanse.engine.processes import Process, ProcessRole
from hanse.engine.seal import KeyRing, new_key
from hanse.engine.settings import Loaded, Settings, load
from hanse.engine.tx import Database
from tests.conftest import NOBODY


def loaded(tmp_path: Path, text: str, mode: int) -> Loaded:
    file = tmp_path / "hanse.toml"
    file.write_text(text)
    file.chmod(mode)
    return load({}, file)


def test_a_settings_file_with_secrets_is_for_us_alone(tmp_path: Path) -> None:
    open_door = doctor.settings_file(loaded(tmp_path, 'metrics_token = "canary"', 0o644))
    file = tmp_path / "hanse.toml"
    assert open_door == Check(
        "settings",
        False,
        f"{file} holds metrics_token, and others can read it.",
        f"Run: chmod 600 {file}",
    )
    assert doctor.settings_file(loaded(tmp_path, 'metrics_token = "canary"', 0o600)).ok
    assert doctor.settings_file(loaded(tmp_path, "port = 9000", 0o644)).ok


def test_settings_that_were_chosen_are_named(tmp_path: Path) -> None:
    assert doctor.settings_file(load({})).sentence == "Not the default: nothing."
    chosen = loaded(tmp_path, "port = 9000", 0o644)
    named = f"Not the default: port ({tmp_path / 'hanse.toml'})."
    assert doctor.settings_file(chosen).sentence == named


def home_settings(home: Path, **more: str) -> Settings:
    return load({"HANSE_HOME": str(home), **more}).settings


def test_key_files_are_looked_at_without_opening_them(tmp_path: Path) -> None:
    keys_folder = tmp_path / "keys"
    assert "yet" in doctor.key_files(home_settings(tmp_path)).sentence
    keys_folder.mkdir(mode=0o700)
    (keys_folder / "vault").touch(mode=0o600)
    assert doctor.key_files(home_settings(tmp_path)).ok
    (keys_folder / "vault").chmod(0o644)
    found = doctor.key_files(home_settings(tmp_path))
    assert not found.ok
    assert found.next_step == f"Run: chmod 600 {keys_folder / 'vault'}"


def test_the_key_of_the_backups_is_looked_at_too(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / "vault").touch(mode=0o600)
    missing = home_settings(tmp_path, HANSE_BACKUP_KEY_FILE=str(tmp_path / "backup.key"))
    assert doctor.key_files(missing).sentence == f"There is no {tmp_path / 'backup.key'}."


def test_keys_from_the_environment_have_no_file(tmp_path: Path) -> None:
    given = home_settings(tmp_path, HANSE_VAULT_KEY="ab" * 32)
    assert doctor.key_files(given).sentence == "The master keys come from HANSE_VAULT_KEY."


def test_a_proxy_that_is_not_believed_is_advice() -> None:
    behind = load({"HANSE_PUBLIC_URL": "https://hub.example"}).settings
    found = doctor.proxies(behind)
    assert (found.ok, found.next_step[:29]) == (True, "Set HANSE_TRUSTED_PROXIES to ")
    believed = {"HANSE_PUBLIC_URL": "https://hub.example", "HANSE_TRUSTED_PROXIES": "10.0.0.0/8"}
    assert doctor.proxies(load(believed).settings).next_step == ""
    assert doctor.proxies(load({}).settings).sentence == "Proxies that are believed: none."


async def test_processes_that_run_are_counted(database: Database, clock: FixedClock) -> None:
    assert (await doctor.running(database)).next_step == "Start it: hanse up, or hanse work"
    worker = Process(database.ids.new(), ProcessRole.worker, "here", 1, "1", clock.now())
    async with database.system_tx("test") as tx:
        await processes.beat(tx, worker)
    assert (await doctor.running(database)).sentence == "Running now: 0 web, 1 worker."


async def test_jobs_that_failed_or_that_nobody_knows_are_told(
    database: Database, workspace: UUID
) -> None:
    assert (await doctor.kept_jobs(database)).sentence == "No job is kept for having failed."
    async with database.system_tx("test") as tx:
        await tx.execute("insert into jobs_names (name, lane) values ('stock.push', '')")
    async with database.tx(workspace, NOBODY) as tx:
        await enqueue(tx, "stock.push", "", {}, at=tx.now - timedelta(hours=1))
    found = await doctor.kept_jobs(database)
    assert (found.ok, found.sentence) == (False, "No worker knows how to do stock.push.")
    async with database.system_tx("test") as tx:
        await tx.execute("update jobs set state = 'failed', ended_at = due_at")
    found = await doctor.kept_jobs(database)
    assert (found.ok, found.sentence) == (True, "1 jobs did not end well and are kept.")
    assert found.next_step == "Look at them: hanse jobs"


async def test_a_follower_that_is_stuck_is_named(database: Database, clock: FixedClock) -> None:
    assert (await doctor.follower_states(database)).ok
    event, now = UUID(int=5), clock.now()
    stuck = Failing(UUID(int=3), event, 4, "The shop is unknown.", now, now + timedelta(hours=1))
    found = doctor.following([State("stock.levels", START, 12, (stuck,))])
    assert not found.ok
    assert found.sentence == (
        f"stock.levels has failed 4 times at event {event}: The shop is unknown."
    )
    assert found.next_step.startswith("It is tried again at 15:03 UTC;")
    fine = doctor.following([State("stock.levels", START, 12, ())])
    assert (fine.ok, fine.figure) == (True, 12)


async def test_a_log_that_cannot_be_archived_is_noticed(
    database: Database, clock: FixedClock
) -> None:
    assert (await doctor.archiver(database)).ok
    failed_at = clock.now()
    for archived_at in (None, failed_at - timedelta(hours=1)):
        found = doctor.archiving("00000001", failed_at, archived_at)
        assert not found.ok
        assert "could not archive its log 00000001 at 2026-11-20 14:03 UTC" in found.sentence
        assert found.next_step.startswith("Make room in the backup folder")
    assert doctor.archiving("00000001", failed_at, failed_at + timedelta(seconds=1)).ok


async def test_the_server_says_its_version(database: Database) -> None:
    found = await doctor.server_version(database)
    assert found.ok
    assert found.sentence.startswith("The server is PostgreSQL 1")


def test_a_server_that_is_too_old_is_named() -> None:
    found = doctor.version_check(150_004, "15.4")
    assert (found.ok, found.sentence) == (False, "PostgreSQL 15.4 is older than 16.")


async def test_the_roles_may_do_no_more_than_they_must(database: Database, admin_dsn: str) -> None:
    assert (await doctor.role_rights(database)).ok
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute("grant create on schema public to hanse_app")
    found = await doctor.role_rights(database)
    await admin.execute("revoke create on schema public from hanse_app")
    await admin.close()
    assert not found.ok
    assert found.sentence == "The program could leave its workspace: hanse_app makes tables."
    assert "Run `hanse migrate`" in found.next_step


@pytest.mark.parametrize(("shift_s", "word"), [(60, "ahead of"), (-60, "behind")])
async def test_a_clock_that_is_wrong_is_noticed(
    database: Database, shift_s: int, word: str
) -> None:
    assert (await doctor.clock_skew(database)).ok
    shifted = FixedClock(SystemClock().now() + timedelta(seconds=shift_s))
    found = await doctor.clock_skew(replace(database, clock=shifted))
    assert not found.ok
    assert f" s {word} the database's" in found.sentence
    assert "time service (NTP)" in found.next_step


async def test_a_master_key_that_is_missing_or_another_is_noticed(
    database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        await keys.data_key(tx)
    assert (await doctor.master_keys(database)).ok
    for ring in (KeyRing({2: new_key()}, 2), KeyRing({1: new_key()}, 1)):
        found = await doctor.master_keys(replace(database, ring=ring))
        assert not found.ok
        assert found.next_step.startswith("Put the key file back from its copy")


def test_the_summary_counts() -> None:
    fine, advice, error = (
        Check("a", True, "Fine."),
        Check("b", True, "Fine.", "Better still."),
        Check("c", False, "Bad.", "Mend it."),
    )
    assert doctor.summary([fine]) == "All 1 checks are content."
    assert doctor.summary([fine, advice]) == "All 2 checks are content, 1 with advice."
    assert doctor.summary([fine, advice, error]) == "1 of 3 checks found an error."
