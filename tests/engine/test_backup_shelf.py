"""A backup folder is used by one database, by one at a time, and nothing on it is written over."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hanse.base.faults import Conflict, Unavailable
from hanse.engine.backup import archive, parcel, restoring, shelf, taking
from hanse.engine.backup.shelf import Backup, Kind

SEGMENT = "000000010000000000000001"
KEY = b"k" * 32
AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
KNOWN = Backup("20261120T030000Z", Kind.full, "", AT, AT, SEGMENT, "1", "18.6", 1, sealed=False)


def archived(folder: Path, content: bytes) -> Path:
    raw = folder / archive.RAW
    raw.mkdir(exist_ok=True)
    file = raw / SEGMENT
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("key", [None, KEY])
def test_a_piece_that_was_packed_before_we_were_cut_off_is_packed_once(
    tmp_path: Path, key: bytes | None
) -> None:
    archived(tmp_path, b"ours")
    archive.pack(tmp_path, key)
    [packed] = archive.packed_files(tmp_path)
    before = packed.read_bytes()
    file = archived(tmp_path, b"ours")
    assert archive.pack(tmp_path, key) == 1
    assert not file.exists()
    assert archive.packed_files(tmp_path) == [packed]
    assert packed.read_bytes() == before


@pytest.mark.parametrize("key", [None, KEY, b"x" * 32])
def test_a_piece_of_another_database_is_never_written_over(
    tmp_path: Path, key: bytes | None
) -> None:
    archived(tmp_path, b"theirs")
    archive.pack(tmp_path, KEY)
    [packed] = archive.packed_files(tmp_path)
    before = packed.read_bytes()
    file = archived(tmp_path, b"ours")
    with pytest.raises(Conflict, match="is the log of another database") as refused:
        archive.pack(tmp_path, key)
    assert "Set HANSE_BACKUP_FOLDER" in refused.value.next_step
    assert packed.read_bytes() == before
    assert file.read_bytes() == b"ours"


def test_those_who_pack_at_once_pack_each_piece_once(tmp_path: Path) -> None:
    """The daily backup and the clock do so every night; sealed twice at once it would not open."""
    raw = tmp_path / archive.RAW
    raw.mkdir()
    names = [f"0000000100000000000000{number:02X}" for number in range(1, 21)]
    for name in names:
        (raw / name).write_bytes(name.encode() * 10_000)
    with ThreadPoolExecutor(4) as several:
        counts = [*several.map(lambda _: archive.pack(tmp_path, KEY), range(4))]
    assert sum(counts) == len(names)
    archive.unpack(tmp_path, tmp_path / "out", KEY, names[0], None)
    for name in names:
        assert (tmp_path / "out" / name).read_bytes() == name.encode() * 10_000


def test_a_second_backup_at_the_same_time_is_told_to_wait(tmp_path: Path) -> None:
    with (
        shelf.alone(tmp_path),
        pytest.raises(Unavailable, match="is being taken already"),
        shelf.alone(tmp_path),
    ):
        pytest.fail("two at once")
    with shelf.alone(tmp_path):
        pass


def test_backups_of_another_database_are_left_alone(tmp_path: Path) -> None:
    shelf.refuse_another(tmp_path, [], "1", "00000001")
    shelf.refuse_another(tmp_path, [KNOWN], "1", "00000001")
    shelf.refuse_another(tmp_path, [replace(KNOWN, kind=Kind.dump)], "2", "00000001")
    with pytest.raises(Conflict, match="are of another database") as refused:
        shelf.refuse_another(tmp_path, [KNOWN], "2", "00000001")
    assert "`hanse restore`" in refused.value.next_step


def test_a_database_whose_restored_copy_goes_on_here_is_refused(tmp_path: Path) -> None:
    later = replace(KNOWN, first_segment="0000000200000000000000FF")
    shelf.refuse_another(tmp_path, [KNOWN, later], "1", "00000002")
    with pytest.raises(Conflict, match="restored later keeps its backups") as refused:
        shelf.refuse_another(tmp_path, [KNOWN, later], "1", "00000001")
    assert "HANSE_BACKUP_FOLDER" in refused.value.next_step


def test_a_disk_without_room_for_a_backup_is_told(tmp_path: Path) -> None:
    taking.need_room(tmp_path, 0)
    with pytest.raises(Unavailable, match=r"A backup may need [\d,]+ MB in .* MB are free") as told:
        taking.need_room(tmp_path, 2**60)
    assert "HANSE_BACKUP_FOLDER" in told.value.next_step


def test_a_name_is_free_even_in_the_same_second(tmp_path: Path) -> None:
    names = []
    for _ in range(3):
        names.append(shelf.free_name(tmp_path, AT))
        (tmp_path / names[-1]).mkdir()
    assert names == sorted(names)
    assert names == ["20261120T030000Z", "20261120T030000Z-2", "20261120T030000Z-3"]


def test_a_packed_piece_keeps_the_time_of_its_archiving(tmp_path: Path) -> None:
    """By it a restore knows how far it has to read."""
    file = archived(tmp_path, b"log")
    at = file.stat().st_mtime_ns
    archive.pack(tmp_path, None)
    [packed] = archive.packed_files(tmp_path)
    assert packed.name == f"{SEGMENT}.gz"
    assert not packed.name.endswith(parcel.SEALED)
    assert packed.stat().st_mtime_ns == at


def test_only_rights_of_people_unknown_here_may_be_left_out() -> None:
    owner = 'pg_restore: error: could not execute query: ERROR:  role "shop" does not exist'
    rest = "Command was: ALTER TABLE public.mine OWNER TO shop;\n"
    lost = 'pg_restore: error: COPY failed for table "events": ERROR:  out of memory'
    assert restoring.failures(f"{owner}\n{rest}") == []
    assert restoring.failures(f"{owner}\n{rest}{lost}\n") == [lost]
    assert restoring.failures("killed") == ["killed"]
