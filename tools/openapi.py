"""Writes the reference of the HTTP interface from its doors; `--check` compares and writes nothing.

docs/openapi.json, docs/reference/api.md, docs/reference/permissions.md
"""

import argparse
import json
import sys
from importlib.metadata import version
from pathlib import Path

from hanse.app.api.app import routes_of
from hanse.app.api.document import document
from hanse.app.api.reference import rows_of
from hanse.app.wiring import DOORS
from hanse.engine.doors.access import Permission, reference

ROOT = Path(__file__).resolve().parents[1]

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
    }


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
