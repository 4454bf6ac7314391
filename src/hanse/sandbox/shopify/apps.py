"""The apps that a shop knows, what each may do there, and the tokens that they hold."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

SCOPES = (
    "read_products",
    "write_products",
    "read_inventory",
    "write_inventory",
    "read_locations",
    "write_locations",
    "read_orders",
    "write_orders",
    "read_all_orders",
    "read_customers",
    "write_customers",
    "read_fulfillments",
    "write_fulfillments",
    "read_merchant_managed_fulfillment_orders",
    "write_merchant_managed_fulfillment_orders",
    "read_assigned_fulfillment_orders",
    "write_assigned_fulfillment_orders",
    "read_third_party_fulfillment_orders",
    "write_third_party_fulfillment_orders",
    "read_returns",
    "write_returns",
    "read_publications",
    "write_publications",
    "read_files",
    "write_files",
    "read_translations",
    "write_translations",
    "read_locales",
    "write_locales",
    "read_markets",
    "write_markets",
    "read_shipping",
    "write_shipping",
    "write_app_proxy",
    "read_discounts",
    "write_discounts",
    "read_script_tags",
    "write_script_tags",
    "read_product_listings",
    "read_price_rules",
)


class Rights:
    """Sets of scopes. A right to write brings the right to read."""

    @staticmethod
    def wanted() -> frozenset[str]:
        return frozenset(SCOPES)

    @staticmethod
    def parse(text: str) -> frozenset[str]:
        return frozenset(part for part in text.replace(",", " ").split() if part)

    @staticmethod
    def allows(scopes: frozenset[str], scope: str) -> bool:
        return scope in scopes or scope.replace("read_", "write_", 1) in scopes

    @staticmethod
    def compressed(scopes: frozenset[str]) -> str:
        """What a write right brings anyway is left out, as the platform does."""
        return ",".join(Rights.kept(scopes))

    @staticmethod
    def kept(scopes: frozenset[str]) -> list[str]:
        found = (s for s in scopes if not s.startswith("read_") or f"write_{s[5:]}" not in scopes)
        return sorted(found)


@dataclass(slots=True)
class App:
    """An app as its maker has set it up. Everything here is the maker's, not the shop's."""

    client_id: str
    secret: str
    title: str
    scopes: frozenset[str] = frozenset()
    redirect_uris: list[str] = field(default_factory=list)  # empty lets every address pass
    compliance_url: str | None = None  # where privacy topics go
    webhook_version: str = "2026-10"
    own: bool = True  # whether it belongs to the shop's own organisation


@dataclass(slots=True)
class Token:
    text: str
    client_id: str
    scopes: frozenset[str]
    kind: str  # static, offline, online, client
    expires_at: datetime | None = None


@dataclass(slots=True)
class Refresh:
    text: str
    client_id: str
    scopes: frozenset[str]
    expires_at: datetime
    used_at: datetime | None = None
    dead: bool = False
    before: str | None = None  # the one that this replaced


@dataclass(slots=True)
class Code:
    client_id: str
    scopes: frozenset[str]
    online: bool
    expires_at: datetime


@dataclass(slots=True)
class Bucket:
    """Points that come back by themselves, by the sandbox's clock."""

    level: float
    at: float

    def fill(self, now: float, per_s: float, most: float) -> float:
        self.level = min(most, self.level + max(now - self.at, 0.0) * per_s)
        self.at = now
        return self.level


@dataclass(slots=True)
class Keyring:
    apps: dict[str, App] = field(default_factory=dict)
    installed: dict[str, frozenset[str]] = field(default_factory=dict)  # granted, by client id
    tokens: dict[str, Token] = field(default_factory=dict)
    refreshes: dict[str, Refresh] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    buckets: dict[tuple[str, str], Bucket] = field(default_factory=dict)
    nonces: dict[str, Any] = field(default_factory=dict)

    def holder(self, text: str | None, now: datetime) -> Token | None:
        """Whose token this is, where it still counts."""
        found = self.tokens.get(text or "")
        if found is None or found.client_id not in self.installed:
            return None
        if found.expires_at is not None and found.expires_at <= now:
            return None
        return found

    def forget(self, client_id: str) -> None:
        """The app is gone from the shop, and all that it held with it."""
        self.installed.pop(client_id, None)
        for kept in (self.tokens, self.refreshes, self.codes):
            for text in [text for text, row in kept.items() if row.client_id == client_id]:
                del kept[text]


def lives(now: datetime, seconds: int) -> datetime:
    return now + timedelta(seconds=seconds)
