"""A first look at a shop: what it is, and what we may do there."""

from collections.abc import Iterable, Mapping, Sequence

from hanse.base.currency import exponent
from hanse.base.faults import Fault, Finding, Severity
from hanse.connectors.shopify.mapping.goods import WEIGHT_UNITS
from hanse.connectors.shopify.mapping.ids import id_of
from hanse.connectors.shopify.wire import query
from hanse.connectors.shopify.wire.access import VERSION, shop_of
from hanse.connectors.shopify.wire.query import Fields, one
from hanse.engine.manifest import Scope
from hanse.trade.access import Access, Probe
from hanse.trade.documents import Document
from hanse.trade.ports_read import Question, Reply
from hanse.trade.shop import Shop, language_tag

SHOP = one(
    "shop",
    Fields("id name myshopifyDomain currencyCode ianaTimezone weightUnit taxesIncluded")
    + one("primaryDomain", Fields("url"))
    + one("plan", Fields("publicDisplayName partnerDevelopment")),
)
SCOPES = one("currentAppInstallation", one("accessScopes", Fields("handle")))
LOCALES = one("shopLocales", Fields("locale primary"))


def questions() -> Sequence[Question]:
    """Languages are asked for apart: where the app may not see them, all else is told still."""
    return tuple(
        query.question(f"{{ {each.text} }}", each.cost, {}) for each in (SHOP + SCOPES, LOCALES)
    )


def probed(replies: Sequence[Reply | Fault], access: Access, scopes: Sequence[Scope]) -> Probe:
    """What cannot be read prevents the connection, and says why."""
    reply, locales = replies
    if isinstance(reply, Fault):
        raise reply
    data = Document(reply.document if isinstance(reply.document, Mapping) else {})
    told = data.one("shop") or Document({})
    shop = shop_of_document(told)
    installed = data.one("currentAppInstallation") or Document({})
    granted = tuple(
        name for each in installed.many("accessScopes") if (name := each.filled("handle"))
    )
    missing = tuple(each for each in scopes if not has(each.name, granted))
    host = told.filled("myshopifyDomain") or shop_of(access)
    findings = (
        *reply.findings,
        *((shop,) if isinstance(shop, Finding) else ()),
        *(lacking(each) for each in missing),
        *remarks(told, host, access),
    )
    return Probe(
        key=id_of(told.fields) or host,
        name=told.filled("name") or host,
        address=(told.one("primaryDomain") or Document({})).filled("url") or f"https://{host}",
        shop=None if isinstance(shop, Finding) else shop,
        scopes=granted,
        missing=tuple(each.name for each in missing),
        may_read=not any(each.needed for each in missing),
        may_write=not any(each.name.startswith("write_") for each in missing),
        version=reply.headers.get("x-shopify-api-version", VERSION),
        language=language_of(locales),
        findings=findings,
    )


def language_of(reply: Reply | Fault) -> str | None:
    """Of those that the shop is written in, the first."""
    value = reply.document if isinstance(reply, Reply) else None
    found = Document(value if isinstance(value, Mapping) else {}).many("shopLocales")
    primary = next((each for each in found if each.flag("primary")), None)
    return language_tag(primary.filled("locale")) if primary else None


def has(wanted: str, granted: Sequence[str]) -> bool:
    """Who may write may read, and then the platform names the writing only."""
    return wanted in granted or wanted.replace("read_", "write_", 1) in granted


def lacking(scope: Scope) -> Finding:
    return Finding(
        Severity.error if scope.needed else Severity.hint,
        "scope_missing",
        f"The app has not the right {scope.name}: {scope.why}",
        "Add it to the app in the Dev Dashboard, then connect the shop again.",
        scope.name,
    )


def remarks(told: Document, host: str, access: Access) -> Iterable[Finding]:
    plan = told.one("plan") or Document({})
    if name := plan.filled("publicDisplayName"):
        yield Finding(Severity.hint, "plan", f"The shop is on the plan {name}.")
    if plan.flag("partnerDevelopment"):
        yield Finding(
            Severity.hint, "development", "This is a development shop: its orders are tests."
        )
    if host != shop_of(access):
        yield Finding(
            Severity.hint,
            "renamed",
            f"Shopify calls the shop {host} now.",
            "Enter that name at the next change of its keys.",
            "shop",
        )
    if not access.fields.get("client_secret"):
        yield Finding(
            Severity.warning,
            "no_webhooks",
            "Without the client secret nobody can tell whether a message is from Shopify, so"
            " changes are found by asking, which takes longer.",
            "Enter the client secret of the app beside the token.",
            "client_secret",
        )


def shop_of_document(told: Document) -> Shop | Finding:
    """guessed: that prices have as many decimals as their currency."""
    currency = told.filled("currencyCode") or ""
    try:
        return Shop(
            currency=currency,
            decimals=exponent(currency),
            time_zone=told.filled("ianaTimezone"),
            weight_unit=WEIGHT_UNITS.get(told.text("weightUnit") or ""),
            prices_include_tax=told.flag("taxesIncluded"),
        )
    except Fault as fault:
        return Finding(Severity.error, "no_currency", fault.sentence, fault.next_step)
