"""The host of pictures, which is one for all shops. What the seed names is drawn when asked for."""

import re
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from hanse.sandbox import painted
from hanse.sandbox.shopify.replies import Cut, Reply, refused
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.world import number_of, product

PLATFORM, HOST, FOLDER = "pictures", "cdn.shopify.com", "/s/files/"
FILE = re.compile(r"/s/files/1/(?P<shop>\d+)/files/(?P<name>[^/]+)")


def is_meant(host: str, path: str) -> bool:
    """By its host; or by its path, where a caller names nobody."""
    return host == HOST or path.startswith(FOLDER)


async def answer(shops: Iterable[Shop], request: Request, fault: str | None) -> Response:
    if (found := refused(fault)) is not None:
        return _sent(found, "lost" if found.status == 0 else "")
    match = FILE.fullmatch(request.url.path)
    shop = next((s for s in shops if match and str(s.seed.number) == match["shop"]), None)
    title = _title(shop, match["name"]) if shop and match else None
    if title is None:
        return Response("Not found", 404, media_type="text/plain")
    held = request.headers.get("if-none-match", "")
    found = Reply(*painted.answered(title, "JPEG", request.method, held))
    return _sent(found, {"lost_after": "lost", "half_answer": "half"}.get(fault or "", ""))


def _title(shop: Shop, name: str) -> str | None:
    """Of the seeded product whose picture has this name."""
    seeded = number_of(shop.world, name.removesuffix(".jpg")) if name.endswith(".jpg") else None
    return product(shop.world, seeded[0]).name if seeded else None


def _sent(found: Reply, how: str) -> Response:
    return Cut(found, how) if how else Response(found.content, found.status, found.headers)
