"""`hanse config`: out of one workspace into a file, and from there into another one."""

import argparse
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest

from hanse.app.cli import config
from hanse.app.opened import Opened
from hanse.base.faults import Rejected
from hanse.engine.settings import load
from hanse.engine.tx import Database
from tests.rooms.billing.conftest import made

PUBLISHED = Path(__file__).resolve().parents[2] / "docs/reference/config.schema.json"
Hanse = Callable[..., Awaitable[tuple[int, list[str]]]]


@pytest.fixture
async def places(database: Database) -> tuple[UUID, UUID]:
    return await made(database), await made(database)


@pytest.fixture
def hanse(database: Database) -> Hanse:
    """Run the command with these words; its code and the lines that it wrote."""

    async def run(*words: object) -> tuple[int, list[str]]:
        lines: list[str] = []
        parser = argparse.ArgumentParser()
        config.add(parser.add_subparsers(required=True))
        args = parser.parse_args(["config", *map(str, words)])
        opened = Opened(
            load({}), database.clock, database.ids, lines.append, opened_database=database
        )
        return await config.run(args, opened), lines

    return run


async def test_settings_go_out_and_in_and_what_is_the_same_changes_nothing(
    hanse: Hanse, places: tuple[UUID, UUID], tmp_path: Path
) -> None:
    path, (here, there) = tmp_path / "settings.json", places
    assert await hanse("export", path, "--workspace", here) == (0, [f"Written to {path}."])
    assert await hanse("import", path, "--workspace", there) == (0, ["Nothing differs."])
    file = json.loads(path.read_text("utf-8"))
    file["parts"]["limits"]["few"] = 9
    file["parts"]["webhooks"] = [{"name": "Ours", "url": "https://example.com/hooks"}]
    path.write_text(json.dumps(file), "utf-8")
    shown = [
        "Limits of the guard",
        "    few: 3 becomes 9",
        "Webhooks",
        "  added Ours",
    ]
    assert await hanse("import", path, "--workspace", there) == (
        0,
        [*shown, "Nothing was changed yet: the same with --yes does it."],
    )
    code, lines = await hanse("import", path, "--workspace", there, "--yes")
    assert (code, lines[:4]) == (0, shown)
    assert lines[4].startswith("Imported as ")
    assert await hanse("import", path, "--workspace", there, "--yes") == (0, ["Nothing differs."])
    _, [text] = await hanse("export", "-", "--workspace", there)
    assert json.loads(text)["parts"]["limits"]["few"] == 9


async def test_what_is_wrong_is_told_and_changes_nothing(
    hanse: Hanse, places: tuple[UUID, UUID], tmp_path: Path
) -> None:
    path, (here, _) = tmp_path / "settings.json", places
    path.write_text('{"format": "hanse-config", "version": 1, "parts": {"shoes": 1}}', "utf-8")
    code, lines = await hanse("import", path, "--workspace", here, "--yes")
    assert (code, lines[-1]) == (1, "Nothing was changed.")
    assert lines[0].startswith("There is no part 'shoes'.")


async def test_the_schema_that_is_published_is_that_of_the_program(hanse: Hanse) -> None:
    """`hanse config schema > docs/reference/config.schema.json` after a part has changed."""
    _, [text] = await hanse("schema")
    assert PUBLISHED.read_text("utf-8") == f"{text}\n"
    assert "webhooks" in json.loads(text)["properties"]["parts"]["properties"]


async def test_of_several_workspaces_one_is_named(
    hanse: Hanse, places: tuple[UUID, UUID], tmp_path: Path
) -> None:
    with pytest.raises(Rejected, match="It is not clear which workspace is meant") as refused:
        await hanse("export", tmp_path / "x.json")
    assert str(places[0]) in refused.value.next_step
