"""Where a call goes that has a route: it stays what it is, for signatures and redirects."""

from collections.abc import Mapping, Sequence

from yarl import URL

from hanse.engine.routing import Route, route_of
from hanse.engine.wire.guard import Guard, checked_url


def routed(url: URL, routes: Sequence[Route], guard: Guard) -> tuple[URL, Mapping[str, str]]:
    """Where the call goes, and the headers that tell what was called.

    The operator has named the port; its address is checked as any other.
    """
    route = route_of(url.host or "", routes)
    if route is None:
        return url, {}
    at = URL(route.to)
    to = checked_url(f"{at.origin()}{url.raw_path_qs}", Guard(guard.allow_private, {at.port or 0}))
    host = url.raw_host or ""
    authority = host if url.is_default_port() else f"{host}:{url.port}"
    return to, {"Host": authority, "X-Forwarded-Proto": url.scheme}
