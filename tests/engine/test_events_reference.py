"""Every event that the program declares stands in docs/reference/events.md."""

import importlib
import re
from pathlib import Path

from hanse.engine.log.events import DECLARED

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/reference/events.md"


def test_every_event_is_in_the_reference() -> None:
    for path in (ROOT / "src/hanse").rglob("*.py"):
        # A module that declares nothing is left alone: it may need a package that is not there.
        if re.search(r"^@(events\.)?declare\(", path.read_text("utf-8"), re.MULTILINE):
            parts = path.relative_to(ROOT / "src").with_suffix("").parts
            importlib.import_module(".".join(parts))
    page = PAGE.read_text("utf-8")
    lines = [
        f"| `{kind.name}` | {kind.version} | {kind.sentence} | {', '.join(kind.personal) or '-'} |"
        for kind in sorted(DECLARED.values(), key=lambda kind: kind.name)
        if kind.declared_by.__module__.startswith("hanse.")
    ]
    assert lines
    assert [line for line in lines if line not in page] == [], f"add these lines to {PAGE.name}"
