"""What `make setup` says on a machine where something is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import bootstrap, lock

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that is all a machine has."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("git", "make", "npm"):
        program(folder, name, "exit 0")
    program(folder, "node", "echo v22.12.0")
    return folder


def program(folder: Path, name: str, does: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{does}\n", "utf-8")
    path.chmod(0o755)


def said(machine: Path) -> str:
    """The message of setup on that machine; it must have stopped there, in one line."""
    done = subprocess.run(
        [sys.executable, ROOT / "tools/bootstrap.py", "node"],
        env={"PATH": str(machine)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.mark.parametrize("tool", ["git", "make"])
def test_a_missing_tool_comes_with_the_command_that_installs_it(machine: Path, tool: str) -> None:
    program(machine, "apt-get", "exit 0")
    (machine / tool).unlink()
    assert f"{tool} is not there. Install it: " in said(machine)
    assert f"apt-get install -y {tool}" in said(machine)


def test_a_node_that_is_too_old_is_named(machine: Path) -> None:
    program(machine, "node", "echo v18.19.0")
    program(machine, "apt-get", "exit 0")
    program(machine, "apt-cache", "echo '  Candidate: 20.19.2+dfsg-1'")
    assert "Node 20.19 or newer is needed" in said(machine)
    assert "found 18.19.0" in said(machine)
    assert "apt-get install -y nodejs npm" in said(machine)


def test_where_the_system_offers_an_old_node_another_way_is_shown(machine: Path) -> None:
    (machine / "node").unlink()
    program(machine, "apt-get", "exit 0")
    program(machine, "apt-cache", "echo '  Candidate: 18.20.4+dfsg-1~deb12u1'")
    assert "Node 20.19 or newer is needed and is not there" in said(machine)
    assert "npm install -g n" in said(machine)


@pytest.mark.parametrize("version", ["v21.7.3", "v22.3.0"])
def test_a_node_between_the_ones_that_fit_is_refused(machine: Path, version: str) -> None:
    program(machine, "node", f"echo {version}")
    assert f"found {version[1:]}" in said(machine)


def test_npm_may_be_missing_beside_node(machine: Path) -> None:
    (machine / "npm").unlink()
    assert "npm is not there" in said(machine)


def test_an_old_python_is_named_with_its_path() -> None:
    with pytest.raises(
        bootstrap.SetupError, match=r"Python 3\.11 or newer is needed, .* is 3\.9\.2"
    ):
        bootstrap.check_python((3, 9, 2))


def test_a_step_is_done_once_until_what_it_was_made_from_changes(tmp_path: Path) -> None:
    source, result = tmp_path / "source", tmp_path / "result"
    source.write_text("one", "utf-8")
    made: list[str] = []

    def make(root: Path) -> None:
        made.append(source.read_text("utf-8"))
        result.touch()

    for text in ("one", "one", "two"):
        source.write_text(text, "utf-8")
        bootstrap.once(tmp_path, "step", [source], result, make)
    result.unlink()
    bootstrap.once(tmp_path, "step", [source], result, make)
    assert made == ["one", "two", "two"]


def test_a_step_that_failed_is_not_taken_as_done(tmp_path: Path) -> None:
    result = tmp_path / "result"
    result.touch()

    def fail(root: Path) -> None:
        raise subprocess.CalledProcessError(1, ["x"])

    with pytest.raises(subprocess.CalledProcessError):
        bootstrap.once(tmp_path, "step", ["input"], result, fail)
    assert not (tmp_path / ".uv/stamps/step").exists()


def test_a_pin_and_its_file_are_known_as_one() -> None:
    assert bootstrap.pin_key("Some.Name==1.0 ; python_version < '4'") == ("some_name", "1.0")
    assert bootstrap.wheel_key("some_name", "1.0") == ("some_name", "1.0")


def test_the_lock_loses_every_place_and_keeps_every_sum() -> None:
    entry = (
        'source = { registry = "https://one.example/simple" }\n'
        '{ url = "https://two.example/a/b/x-1.0.whl", hash = "sha256:1", '
        'upload-time = "2026-01-01T00:00:00Z" },\n'
    )
    assert lock.without_hosts(entry) == (
        'source = { registry = ".wheels" }\n{ path = "x-1.0.whl", hash = "sha256:1" },\n'
    )


def test_a_place_that_the_lock_tool_does_not_know_stops_it() -> None:
    with pytest.raises(ValueError, match=r"ssh://three\.example"):
        lock.without_hosts('source = { git = "ssh://three.example/x" }')
