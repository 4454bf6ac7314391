"""Both locks fit what is asked for, and name no place that the files come from."""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK_TEXT = (ROOT / "uv.lock").read_text("utf-8")
LOCK = tomllib.loads(LOCK_TEXT)
NPM = json.loads((ROOT / "web/package-lock.json").read_text("utf-8"))


def test_no_lock_names_the_registry_that_it_was_made_with() -> None:
    assert "://" not in LOCK_TEXT
    assert not [name for name, package in NPM["packages"].items() if "resolved" in package]


def test_every_locked_file_has_a_sum() -> None:
    files = [file for package in LOCK["package"] for file in package.get("wheels", [])]
    assert files
    assert all(file["hash"].startswith("sha256:") for file in files)
    assert all("integrity" in package for name, package in NPM["packages"].items() if name)


def test_the_locks_are_of_what_is_asked_for_now() -> None:
    """Otherwise somebody changed pyproject.toml or package.json without `make lock`."""
    (ours,) = [package for package in LOCK["package"] if package["name"] == "hanse"]
    metadata = ours["metadata"]
    assert names(metadata["requires-dist"]) == asked(
        *PROJECT["project"]["dependencies"],
        *(each for extra in PROJECT["project"]["optional-dependencies"].values() for each in extra),
    )
    assert names(metadata["requires-dev"]["dev"]) == asked(*PROJECT["dependency-groups"]["dev"])
    package = json.loads((ROOT / "web/package.json").read_text("utf-8"))
    for kind in ("dependencies", "devDependencies"):
        assert NPM["packages"][""][kind] == package[kind]


def test_every_package_has_a_floor_and_no_ceiling() -> None:
    """The lock holds what is installed here; a floor says with what it was ever tried."""
    project = PROJECT["project"]
    asked_for = [*project["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    asked_for.remove("hanse[otel]")  # our own extra, which the tests try too
    asked_for += [each for extra in project["optional-dependencies"].values() for each in extra]
    loose = [
        each for each in asked_for if not re.fullmatch(r"[^<>=!~]+>=[\d.]+", each.split(";")[0])
    ]
    assert loose == []


def names(locked: list[dict[str, str]]) -> set[tuple[str, str]]:
    return {(each["name"], each.get("specifier", "")) for each in locked}


def asked(*requirements: str) -> set[tuple[str, str]]:
    found = [
        re.fullmatch(r"([\w.-]+)(?:\[.*\])?\s*([^;]*?)\s*(;.*)?", each) for each in requirements
    ]
    return {(match[1].lower(), match[2]) for match in found if match}
