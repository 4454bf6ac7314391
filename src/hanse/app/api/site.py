"""The built web app: files by their exact names, and its first page for every screen of it."""

import hashlib
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from hanse.app.api.compress import BYTES_MIN, CODINGS, WORTH_IT, coding, tagged

PROGRAMS = ("/api", "/health", "/metrics")  # no screen stands below these
FIRST_PAGE = "/index.html"
FOR_EVER = "public, max-age=31536000, immutable"  # its name changes with its content
ASK_AGAIN = "no-cache"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}

NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Hanse runs</title>
<h1>Hanse runs, but its web app is not built</h1>
<p>The program answers under <code>/api</code>. To see the web app here, run <code>make web</code>
in the source folder, or install the package that <code>make dist</code> builds; then start
again.</p>
<p>What runs at this moment: <a href="/api/system">/api/system</a>,
<a href="/health/ready">/health/ready</a>.</p>
</html>
"""


@dataclass(frozen=True, slots=True)
class File:
    """One built file. What was packed once is kept, for it never changes while we run."""

    content: bytes
    media_type: str
    etag: str
    cache: str
    packed: dict[str, bytes] = field(default_factory=dict)

    def body(self, coding: str) -> bytes:
        if not coding:
            return self.content
        if coding not in self.packed:
            self.packed[coding] = CODINGS[coding](self.content)
        return self.packed[coding]


class Site:
    """Answers what no route answered. A path outside the list of files reaches no file."""

    def __init__(self, folder: Path) -> None:
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        self._files = {f"/{path.relative_to(folder).as_posix()}": read(path) for path in found}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if scope["type"] != "http" or path.startswith(PROGRAMS):
            raise HTTPException(404)
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"allow": "GET, HEAD"})
        is_screen = "." not in path.rpartition("/")[2]
        file = self._files.get(path) or (self._files.get(FIRST_PAGE) if is_screen else None)
        if file is None and not is_screen:
            raise HTTPException(404)
        response = answer(file, Headers(scope=scope)) if file else HTMLResponse(NOT_BUILT, 503)
        await response(scope, receive, send)


def read(path: Path) -> File:
    content = path.read_bytes()
    media_type = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return File(
        content,
        media_type or "application/octet-stream",
        f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        FOR_EVER if path.parent.name == "assets" else ASK_AGAIN,
    )


def answer(file: File, headers: Headers) -> Response:
    worth_it = file.media_type.startswith(WORTH_IT) and len(file.content) >= BYTES_MIN
    chosen = coding(headers.get("accept-encoding", "")) if worth_it else ""
    etag = tagged(file.etag, chosen) if chosen else file.etag
    kept = {"etag": etag, "cache-control": file.cache, "vary": "Accept-Encoding"}
    if etag in headers.get("if-none-match", ""):
        return Response(status_code=304, headers=kept)
    if chosen:
        kept["content-encoding"] = chosen
    return Response(file.body(chosen), media_type=file.media_type, headers=kept)
