"""Backup, list, verify and restore as the operator types them, on real homes."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hanse.engine.files.shelf import put
from tests.engine.homes import LIMIT_S, new_home

SHOWN = """insert into catalog_media (workspace_id, digest, media_type, bytes, width, height, small,
    token, made_at) values (gen_random_uuid(), '{}', 'image/png', 4, 1, 1, '{{}}', 't', now())"""
BOOKED = "create table bookings as select generate_series(1, 100) as n"


def hanse(home: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HANSE_")}
    return subprocess.run(
        [sys.executable, "-m", "hanse", *words],
        env=kept | {"HANSE_HOME": str(home)} | settings,
        capture_output=True,
        text=True,
        timeout=LIMIT_S * 4,
        check=False,
    )


def done(home: Path, *words: str, **settings: str) -> str:
    ended = hanse(home, *words, **settings)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def refused(home: Path, *words: str, **settings: str) -> str:
    ended = hanse(home, *words, **settings)
    assert ended.returncode == 1, ended.stdout
    assert "Traceback" not in ended.stderr
    return ended.stderr


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    with new_home() as folder:
        folder.chmod(0o711)
        yield folder


@pytest.fixture(scope="module")
def shop(root: Path) -> Path:
    """A home with one backup and a hundred bookings in the log behind it."""
    home = root / "shop"
    picture = SHOWN.format(put(home / "media", b"lamp"))
    said = done(home, "backup")
    assert re.match(r"Backup \d{8}T\d{6}Z is in .*: pg_basebackup, everything, \d", said)
    done(home, "psql", "-qc", BOOKED, "-c", picture, "-c", "select pg_switch_wal()")
    return home


def bookings(home: Path) -> int:
    return int(done(home, "psql", "-Atc", "select count(*) from bookings"))


def instant(home: Path) -> str:
    """Now, by the server's clock, with a commit behind it."""
    now = done(home, "psql", "-Atc", "select clock_timestamp()").strip()
    done(home, "psql", "-qc", "create table later ()", "-c", "drop table later")
    return now


def test_backups_are_listed_with_what_each_rests_on(shop: Path) -> None:
    assert "pg_basebackup, what changed" in done(shop, "backup")
    lines = done(shop, "backup", "list").splitlines()
    full, changed = lines[1:3]
    assert " full " in full
    assert f"incremental on {full.split()[0]}" in changed


def test_the_newest_backup_is_proven_by_bringing_it_back(shop: Path) -> None:
    said = done(shop, "backup", "verify")
    assert re.search(r"came back whole: [\d,]+ rows in \d+ tables", said)
    assert "1 files as their hashes say, and the log verifies" in said


def test_any_second_comes_back_into_a_new_home(shop: Path, root: Path) -> None:
    before = instant(shop)
    done(shop, "psql", "-qc", "delete from bookings where n > 10")
    into = root / "second"
    said = done(shop, "restore", "--to", before, "--into", str(into))
    assert f"is back in {into}, as of " in said
    assert f"HANSE_HOME={into}" in said
    assert bookings(into) == 100
    assert bookings(shop) == 10
    assert "1 file is in" in said
    [lamp] = into.glob("media/*/*")
    assert lamp.read_bytes() == b"lamp"
    assert (into / "keys/vault").read_text("utf-8") == (shop / "keys/vault").read_text("utf-8")


def test_without_a_folder_it_comes_back_beside_the_home(shop: Path) -> None:
    before = instant(shop)
    said = done(shop, "restore", "--to", before)
    [there] = re.findall(r"is back in (\S+), as of", said)
    assert re.fullmatch(rf"{shop}-\d{{8}}T\d{{6}}Z", there)
    assert bookings(Path(there)) == bookings(shop)


def test_bringing_back_another_hub_s_backup_leaves_it_as_it_was(shop: Path, root: Path) -> None:
    """This machine has a database of its own, whose log has pieces of the same names."""
    other = root / "other"
    done(other, "migrate")
    done(shop, "backup", "verify")  # packs its log, which nobody else does
    before = contents(shop / "backup")
    into = root / "from-another"
    done(other, "restore", "--backups", str(shop / "backup"), "--into", str(into))
    assert bookings(into)
    assert contents(shop / "backup") == before


def test_a_fresh_database_takes_no_backup_into_the_folder_of_a_lost_one(
    shop: Path, root: Path
) -> None:
    """The first thing that somebody does after a loss is to start: the old backups survive it."""
    kept = shop / "backup"
    before = contents(kept)
    said = refused(root / "fresh", "backup", HANSE_BACKUP_FOLDER=str(kept))
    assert "are of another database than the one that runs now" in said
    assert "hanse restore" in said
    after = contents(kept)
    assert {name: after[name] for name in before} == before


def test_a_restore_that_failed_can_be_tried_again(shop: Path, root: Path) -> None:
    key = root / "key"
    key.touch(mode=0o600)
    key.write_text("ab" * 32, "utf-8")
    place = {"HANSE_BACKUP_FOLDER": str(root / "sealed")}
    assert "sealed." in done(shop, "backup", HANSE_BACKUP_KEY_FILE=str(key), **place)
    into = str(root / "again")
    assert "is sealed. Set HANSE_BACKUP_KEY_FILE" in refused(
        shop, "restore", "--into", into, **place
    )
    said = done(shop, "restore", "--into", into, HANSE_BACKUP_KEY_FILE=str(key), **place)
    assert f"HANSE_HOME={into} HANSE_PORT=8701 HANSE_BACKUP_FOLDER= hanse serve" in said
    assert bookings(Path(into))
    # The log went to that folder in the meantime, so the first one has a gap.
    assert "has a gap behind the newest backup" in refused(shop, "backup", "verify")
    done(shop, "backup")
    assert "came back whole" in done(shop, "backup", "verify")


def test_a_file_that_is_named_and_not_there_is_said_by_its_hash(shop: Path) -> None:
    lost = "ab" * 32
    done(shop, "psql", "-qc", SHOWN.format(lost))
    try:
        ended = hanse(shop, "backup")
    finally:
        done(shop, "psql", "-qc", f"delete from catalog_media where digest = '{lost}'")
    assert (ended.returncode, ended.stdout.count(lost)) == (1, 1)
    assert f"1 file is named, but not there: {lost}." in ended.stdout


def test_settings_name_the_folder_of_the_backups(shop: Path) -> None:
    shown = json.loads(done(shop, "settings", "--json", HANSE_BACKUP_FOLDER="/elsewhere"))
    assert shown["backup_folder"] == {"value": "/elsewhere", "origin": "environment"}


def contents(folder: Path) -> dict[str, bytes]:
    """Each file of the shelf; the locks and what waits to be packed are no part of a backup."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock" and path.parent.name != "wal"
    }
