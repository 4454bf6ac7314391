"""The host of pictures, which is one for all shops. What the seed names is drawn when asked for."""

import re
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from hanse.sandbox import painted
from hanse.sandbox.shopify.catalog import MEDIA_HOST
from hanse.sandbox.shopify.replies import Cut, Reply, refused
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.world import number_of, product

PLATFORM, HOST, FOLDER = "pictures", MEDIA_HOST, "/s/files/"
FILE = re.compile(r"/s/files/1/(?P<shop>\d+)/files/(?P<name>[^/]+)")


def is_meant(host: str, path: str) -> bool:
    """By its host; or by its path, where a caller names nobody."""
    return host == HOST or path.startswith(FOLDER)


async def answer(shops: Iterable[Shop], request: Request, fault: str | None) -> Response:
    if (found := refused(fault)) is not None:
        return _sent(found, "lost" if found.status == 0 else "")
    match = FILE.fullmatch(request.url.path)
    shop = next((s for s in shops if match and str(s.seed.number) == match["shop"]), None)
    held = request.headers.get("if-none-match", "")
    found = _file(shop, match["name"], request.method, held) if shop and match else None
    if found is None:
        return Response("Not found", 404, media_type="text/plain")
    return _sent(found, {"lost_after": "lost", "half_answer": "half"}.get(fault or "", ""))


def _file(shop: Shop, name: str, method: str, held: str) -> Reply | None:
    """The bytes that were handed in; else drawn, for a seeded product or by what is said of it."""
    row = shop.library.named(name)
    if row is None:
        seeded = number_of(shop.world, name.removesuffix(".jpg")) if name.endswith(".jpg") else None
        title = product(shop.world, seeded[0]).name if seeded else None
        return Reply(*painted.answered(title, "JPEG", method, held)) if title else None
    if shop.media_status(row) != "READY":
        return None
    if row["held"] is None:
        title = row["alt"] or name.rpartition(".")[0]
        return Reply(*painted.answered(title, written_as(row["mime"]), method, held))
    headers = {"ETag": f'"{row["mark"]}"'}
    if headers["ETag"] == held:
        return Reply(304, headers, b"")
    content = shop.library.content(row["held"])
    headers |= {"Content-Type": row["mime"], "Content-Length": str(len(content))}
    return Reply(200, headers, b"" if method == "HEAD" else content)


def written_as(mime: str) -> str:
    return next(written for written, known in painted.TYPES.items() if known == mime)


def _sent(found: Reply, how: str) -> Response:
    return Cut(found, how) if how else Response(found.content, found.status, found.headers)
