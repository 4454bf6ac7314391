"""Doors to the reference itself: the OpenAPI document, and a page of it that needs no script."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, JSONResponse

from hanse.app.api.document import document
from hanse.app.api.route import DoorRoute
from hanse.engine.doors.access import PUBLIC, Permission
from hanse.engine.doors.doors import Doors

doors = Doors("reference")

NOTHING = "nothing"

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Hanse: routes</title>
<h1>Routes</h1>
<p>Requests, answers and examples are in <a href="/api/openapi.json">/api/openapi.json</a>.</p>
<table>
<tr><th>route<th>needs<th>does
{rows}
</table>
</html>
"""


@dataclass(frozen=True)
class Pages:
    """Worked out when somebody asks: most processes are never asked."""

    version: str
    routes: Sequence[DoorRoute]

    @cached_property
    def document(self) -> bytes:
        return json.dumps(document(self.version, self.routes)).encode()

    @cached_property
    def page(self) -> str:
        rows = "\n".join(
            f"<tr><td><code>{escape(name)}</code><td>{escape(needs)}<td>{escape(does)}"
            for name, needs, does in rows_of(self.routes)
        )
        return PAGE.format(rows=rows)


def rows_of(routes: Iterable[DoorRoute]) -> list[tuple[str, str, str]]:
    """Each route with what it needs and the first sentence about it."""
    return [
        (
            f"{route.door.method} {route.door.path}",
            route.door.needs.name if isinstance(route.door.needs, Permission) else NOTHING,
            " ".join(route.description.partition("\n\n")[0].split()),
        )
        for route in routes
    ]


class DocumentResponse(JSONResponse):
    def render(self, content: bytes) -> bytes:
        """The document as it was written already."""
        return content


async def _pages(request: Request) -> Pages:
    pages: Pages = request.app.state.reference
    return pages


OfPages = Annotated[Pages, Depends(_pages)]


@doors.get("/api/openapi.json", needs=PUBLIC)
async def read_document(pages: OfPages) -> DocumentResponse:
    """Show this interface as an OpenAPI document."""
    return DocumentResponse(pages.document)


@doors.get("/api/docs", needs=PUBLIC, example="<!doctype html>...")
async def read_reference(pages: OfPages) -> HTMLResponse:
    """Show every route on a page for people."""
    return HTMLResponse(pages.page)
