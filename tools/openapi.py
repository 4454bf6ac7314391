"""Writes the references from what the program declares; `--check` compares and writes nothing.

docs/openapi.json, docs/reference/api.md, docs/reference/permissions.md, docs/reference/events.md
"""

import argparse
import importlib
import json
import re
import sys
from importlib.metadata import version
from pathlib import Path

from hanse.app.api.app import routes_of
from hanse.app.api.document import document
from hanse.app.api.reference import rows_of
from hanse.app.wiring import DOORS
from hanse.engine.doors.access import Permission, reference
from hanse.engine.log.events import DECLARED

ROOT = Path(__file__).resolve().parents[1]

EVENTS = "docs/reference/events.md"
EVENT_ROWS = re.compile(r"(^\| name \| form \|.*\n\|[-|]+\|\n)(\|.*\n)+", re.MULTILINE)

ROUTES_HEAD = """# HTTP routes

Every route, and what a caller needs for it: a [permission](permissions.md), or nothing. What all
of them have in common is told in [HTTP](http.md). Requests, answers and examples are in
[openapi.json](../openapi.json), which a running Hanse serves at `/api/openapi.json`.

| route | needs | does |
|---|---|---|
"""


def pages() -> dict[str, str]:
    """What each page must hold."""
    routes = routes_of(DOORS)
    needed = {route.door.needs for route in routes}
    rows = (f"| `{name}` | {needs} | {does} |\n" for name, needs, does in rows_of(routes))
    return {
        "docs/openapi.json": json.dumps(document(version("hanse"), routes), indent=1) + "\n",
        "docs/reference/api.md": ROUTES_HEAD + "".join(rows),
        "docs/reference/permissions.md": reference(
            needs for needs in needed if isinstance(needs, Permission)
        ),
        EVENTS: EVENT_ROWS.sub(
            lambda head: head[1] + event_rows(), (ROOT / EVENTS).read_text("utf-8")
        ),
    }


def event_rows() -> str:
    """A line for each event that any module of the program declares."""
    for path in (ROOT / "src/hanse").rglob("*.py"):
        # A module that declares nothing is left alone: it may need a package that is not there.
        if re.search(r"^@(events\.)?declare\(", path.read_text("utf-8"), re.MULTILINE):
            parts = path.relative_to(ROOT / "src").with_suffix("").parts
            importlib.import_module(".".join(parts))
    return "".join(
        f"| `{kind.name}` | {kind.version} | {kind.sentence} "
        f"| {', '.join(kind.personal) or '-'} |\n"
        for kind in sorted(DECLARED.values(), key=lambda kind: kind.name)
        if kind.declared_by.__module__.startswith("hanse.")
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.openapi", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    stale = 0
    for name, text in pages().items():
        path = ROOT / name
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale += 1
        if check:
            print(f"{name}:1: is not what the doors declare; run: make fix")
        else:
            path.write_text(text, "utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
