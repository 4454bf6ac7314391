"""The bytes that leave: the store's answer, or what a fault makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hanse.sandbox.woocommerce.application import answer
from hanse.sandbox.woocommerce.auth import used_name
from hanse.sandbox.woocommerce.envelope import NO_STORE, spelled
from hanse.sandbox.woocommerce.php import parse_query
from hanse.sandbox.woocommerce.store import Store
from hanse.sandbox.woocommerce.uploads import FOLDER, upload

HTML = "text/html; charset=UTF-8"
WARNING = "\n<br />\n<b>Warning</b>: Undefined variable $x in plugin.php on line 3<br />\n"
PAGE = (
    "<!DOCTYPE html>\n<html dir='ltr'>\n<head>\n\t"
    '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />\n\t'
    '<meta name="viewport" content="width=device-width, initial-scale=1.0">\n\t\t\t'
    "<title>{title}</title>\n</head>\n<body><h1>{text}</h1></body>\n</html>\n"
)
SERVER_PAGE = (
    "<html>\r\n<head><title>{text}</title></head>\r\n<body>\r\n<center><h1>{text}</h1></center>"
    "\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n"
)
PAGES = {
    "maintenance": (503, "Maintenance", "Briefly unavailable. Check back in a minute."),
    "database_down": (500, "Database Error", "Error establishing a database connection"),
}
SERVER_PAGES = {
    "gateway": (502, "502 Bad Gateway"),
    "too_large": (413, "413 Request Entity Too Large"),
}


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    content: bytes
    how: str = ""  # lost or half: what the server makes of it


def reply(
    store: Store,
    method: str,
    url: tuple[str, str, str, str],
    headers: Mapping[str, str],
    content: bytes,
    fault: str | None = None,
) -> Reply:
    """One request answered. A fault that refuses does so before anything was done."""
    scheme, host, path, query = url
    if fault in ("key_lost", "token_lost"):
        _lose_key(store, headers, query)
    if refused := _refusal(fault, scheme, host, path, query):
        return refused
    how = {"lost_after": "lost", "half_answer": "half"}.get(fault or "", "")
    if path.startswith(FOLDER):
        return Reply(*upload(store, method, path, headers.get("if-none-match", "")), how)
    found = answer(store, method, url, headers, content)
    out = {"Content-Type": "application/json; charset=UTF-8", **found.headers}
    body = b"" if method == "HEAD" else spelled(found.body)
    if fault == "noise":
        body = WARNING.encode() + body
    if fault == "bom":
        body = b"\xef\xbb\xbf" + body
    if fault == "plain_permalinks":
        out["Link"] = f'<{scheme}://{host}/index.php?rest_route=/>; rel="https://api.w.org/"'
    return Reply(found.status, out, body, how)


def _refusal(fault: str | None, scheme: str, host: str, path: str, query: str) -> Reply | None:
    if fault == "lost_before":
        return Reply(0, {}, b"", "lost")
    if fault == "throttled":  # guessed: the shop has no limit of its own, its host may have
        return Reply(429, {"Content-Type": "text/html", "Retry-After": "30"}, b"Too Many Requests")
    if fault in PAGES:
        status, title, text = PAGES[fault]
        more = {"Retry-After": "600"} if status == 503 else {}
        body = PAGE.format(title=title, text=text).encode()
        return Reply(status, {"Content-Type": HTML, "Cache-Control": NO_STORE, **more}, body)
    if fault in SERVER_PAGES:
        status, text = SERVER_PAGES[fault]
        return Reply(status, {"Content-Type": "text/html"}, SERVER_PAGE.format(text=text).encode())
    if fault == "plain_permalinks" and "/wp-json" in path:
        again = path.removeprefix("/index.php").rstrip("/") + "/" + (f"?{query}" if query else "")
        location = f"{scheme}://{host}{again}"
        return Reply(
            301, {"Content-Type": HTML, "Cache-Control": NO_STORE, "Location": location}, b""
        )
    return None


def _lose_key(store: Store, headers: Mapping[str, str], query: str) -> None:
    """The key of this call is withdrawn; which one it was is read loosely."""
    values: dict[str, Any] = parse_query(query)
    store.keys.pop(used_name(headers.get("authorization", ""), values), None)
