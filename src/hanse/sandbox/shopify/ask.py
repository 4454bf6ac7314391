"""Who asks for what: handed to every field of one call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLSchema

from hanse.sandbox.shopify.apps import App, Rights, Token
from hanse.sandbox.shopify.money import bag, money
from hanse.sandbox.shopify.paging import Rows
from hanse.sandbox.shopify.refusals import wrong_type
from hanse.sandbox.shopify.shop import Shop

PREFIX = "gid://shopify/"


@dataclass(slots=True)
class Ask:
    shop: Shop
    app: App
    token: Token
    version: str
    schema: GraphQLSchema
    host: str = ""  # as the caller spelled scheme and host, for addresses that lead back here
    warnings: list[dict[str, Any]] = field(default_factory=list)  # of searches
    key: str | None = None  # of the mutation that runs, from its directive

    def may(self, scope: str) -> bool:
        return Rights.allows(self.token.scopes, scope)

    def money(self, minor: int) -> dict[str, Any]:
        return money(minor, self.shop.currency)

    def bag(self, minor: int) -> dict[str, Any]:
        return bag(minor, self.shop.currency)


Work = Callable[[Any, Ask, dict[str, Any]], Any]
Lists = dict[tuple[str, str], Callable[[Any, Ask, dict[str, Any]], Rows]]
Fields = dict[tuple[str, str], Work]


def gid(kind: str, number: int) -> str:
    return f"{PREFIX}{kind}/{number}"


def split(text: str) -> tuple[str, int]:
    """The kind and the number of a global id; a text that is none is refused."""
    kind, _, rest = text.removeprefix(PREFIX).partition("/")
    digits = rest.partition("?")[0]
    if not text.startswith(PREFIX) or not kind or not digits.isdecimal():
        raise wrong_type(text)
    return kind, int(digits)


def number_of(text: str, kind: str) -> int:
    """The number of a global id of this kind; another kind is refused."""
    found, number = split(text)
    if found != kind:
        raise wrong_type(text)
    return number


def ids(fields: Fields, *kinds: str) -> None:
    """Rows whose number is their id on the wire."""
    for kind in kinds:
        fields[kind, "id"] = _headed(f"{PREFIX}{kind}/")
        fields[kind, "legacyResourceId"] = lambda row, _ask, _args: str(row["id"])


def _headed(head: str) -> Work:
    return lambda row, _ask, _args: head + str(row["id"])


def plain(value: Any) -> Work:
    """A field that is the same for every row."""
    return lambda _row, _ask, _args: value
