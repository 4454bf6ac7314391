"""Bytes by their hash: whole or not there, the same ones once."""

import os
from pathlib import Path

import pytest

from hanse.base.faults import Gone, Unavailable
from hanse.engine.files.shelf import Shelf


async def test_what_was_put_is_opened_and_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "media")
    digest = await shelf.put(b"lamp")
    assert await shelf.put(b"lamp") == digest
    assert await shelf.open(digest) == b"lamp"
    assert await shelf.exists(digest)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [shelf.path(digest)]


async def test_who_is_stopped_while_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        await Shelf(tmp_path).put(b"lamp")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
async def test_only_a_hash_names_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(Gone):
        await Shelf(tmp_path).open(name)


async def test_what_is_lost_is_told_and_a_shelf_without_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(Gone, match="its bytes are not there"):
        await Shelf(tmp_path).open("0" * 64)
    with pytest.raises(Unavailable, match="no folder"):
        await Shelf().put(b"lamp")
