"""Bytes by their hash: whole or not there, the same ones once."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hanse.base.faults import Gone, Unavailable
from hanse.engine.files import shelf as files
from hanse.engine.files.shelf import Shelf


async def test_what_was_put_is_opened_and_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "media")
    digest = await shelf.put(b"lamp")
    assert await shelf.put(b"lamp") == digest
    assert await shelf.open(digest) == b"lamp"
    assert await shelf.exists(digest)
    assert [*files.digests(shelf.path(digest).parent)] == [digest]


async def test_who_is_stopped_while_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        await Shelf(tmp_path).put(b"lamp")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [files.LOCK]


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
async def test_only_a_hash_names_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(Gone):
        await Shelf(tmp_path).open(name)


async def test_what_is_lost_is_told_and_a_shelf_without_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(Gone, match="its bytes are not there"):
        await Shelf(tmp_path).open("0" * 64)
    with pytest.raises(Unavailable, match="no folder"):
        await Shelf().put(b"lamp")


def test_only_old_bytes_that_nobody_names_are_swept(tmp_path: Path) -> None:
    """And what a program that was killed left unfinished; what is no file of ours stays."""
    old, named, fresh, again = (files.put(tmp_path, each) for each in (b"1", b"2", b"3", b"4"))
    left, theirs = tmp_path / "ab" / f"{files.UNFINISHED}x", tmp_path / "ab" / "notes.txt"
    left.parent.mkdir(exist_ok=True)
    for path in (left, theirs):
        path.write_bytes(b"?")
    for path in (*(files.path_in(tmp_path, each) for each in (old, named, again)), left, theirs):
        os.utime(path, (1_000, 1_000))
    assert files.put(tmp_path, b"4") == again  # somebody uploads it once more, to name it next
    assert files.sweep(tmp_path, {named}, time.time() - 60) == (2, 2)
    assert not left.exists()
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {
        *(named, fresh, again, theirs.name, files.LOCK)
    }


def test_who_puts_bytes_while_they_are_swept_finds_them_or_writes_them_anew(tmp_path: Path) -> None:
    """Old files, which nobody names, are put again by two while a third sweeps; and one is put at
    the very moment at which it was found that nobody names it."""
    contents = [b"%d" % number for number in range(40)]

    def put(step: int) -> list[str]:
        return [files.put(tmp_path, each) for each in contents[::step]]

    class AskedTooEarly:
        def __contains__(self, digest: object) -> bool:
            files.put(tmp_path, contents[0])
            return False

    for digest in put(1):
        os.utime(files.path_in(tmp_path, digest), (1_000, 1_000))
    before = time.time() - 60
    with ThreadPoolExecutor(3) as several:
        swept = several.submit(files.sweep, tmp_path, AskedTooEarly(), before)
        found = [*several.map(put, (1, -1))]
    assert swept.result()[0] < len(contents)
    assert all(files.path_in(tmp_path, digest).is_file() for each in found for digest in each)
