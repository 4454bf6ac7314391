"""Store time and UTC, both spelled without a zone."""

from datetime import UTC, datetime
from typing import Any

from hanse.sandbox.woocommerce.schema import as_bool
from hanse.sandbox.woocommerce.store import Store


def local(store: Store, at: datetime | None) -> str | None:
    return at.astimezone(store.zone).strftime("%Y-%m-%dT%H:%M:%S") if at else None


def gmt(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") if at else None


def both(store: Store, name: str, at: datetime | None) -> dict[str, Any]:
    return {name: local(store, at), f"{name}_gmt": gmt(at)}


def bound(store: Store, query: dict[str, Any], name: str) -> datetime | None:
    """A filter's instant: a zone in it counts, else store time unless told that it is UTC."""
    if not query.get(name):
        return None
    at = datetime.fromisoformat(str(query[name]))
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC if as_bool(query.get("dates_are_gmt")) else store.zone)
    return at.astimezone(UTC)


def written(store: Store, body: dict[str, Any], name: str) -> datetime | None:
    """A date that was written, in store time or as `_gmt`."""
    if body.get(f"{name}_gmt"):
        return datetime.fromisoformat(str(body[f"{name}_gmt"])).replace(tzinfo=UTC)
    if not body.get(name):
        return None
    at = datetime.fromisoformat(str(body[name]))
    return (at if at.tzinfo else at.replace(tzinfo=store.zone)).astimezone(UTC)
