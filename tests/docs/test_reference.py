"""What a person can type, set, watch or be granted has a line in the documents."""

import re
from pathlib import Path

import pytest

from hanse.app.cli.main import COMMANDS
from hanse.engine.settings import SETTINGS

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("reference/commands.md", [f"hanse {name}" for name in COMMANDS]),
        ("reference/settings.md", [f"HANSE_{name.upper()}" for name in SETTINGS]),
    ],
)
def test_every_name_has_its_line_and_every_line_its_name(page: str, names: list[str]) -> None:
    rows = re.findall(r"^\| `([^`]+)` \|", (DOCS / page).read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(names)


def test_every_decision_has_the_five_parts() -> None:
    parts = ["Context", "Decision", "Consequences", "Alternatives", "What enforces it"]
    records = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert len(records) > 4
    for record in records:
        heads = re.findall(r"^## (.+)$", record.read_text("utf-8"), re.MULTILINE)
        assert heads == parts, record.name
