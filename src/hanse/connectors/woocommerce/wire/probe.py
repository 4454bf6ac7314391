"""A first look at a store: whether it is one, what the key may do, how prices are written there."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from hanse.base.faults import AuthLapsed, Fault, Finding, Rejected, Severity
from hanse.connectors.woocommerce.wire.access import Way
from hanse.connectors.woocommerce.wire.answer import A_PAGE
from hanse.trade.access import Access, Probe
from hanse.trade.documents import Document
from hanse.trade.ports_read import Question, Reply
from hanse.trade.shop import Shop, language_tag

INDEX = Question(
    "/wp-json/",
    (("_fields", "name,url,home,gmt_offset,timezone_string,namespaces"),),
    "settings",
)
KEY_TEST = Question("products", (("per_page", "1"), ("_fields", "id")), "products")
# A batch without rows does nothing, but is refused to a key that may not write.
WRITE_TEST = Question("products/batch", (), "products", "POST", b"{}")
STATUS = Question("system_status", (("_fields", "environment,settings"),), "settings")
SETTINGS = (
    "settings/products/woocommerce_weight_unit",
    "settings/products/woocommerce_dimension_unit",
    "settings/tax/woocommerce_prices_include_tax",
)
QUESTIONS = (
    INDEX,
    KEY_TEST,
    WRITE_TEST,
    STATUS,
    *(Question(path, (), "settings") for path in SETTINGS),
)
LISTS_VARIATIONS = 10  # the first version that lists those of all products
MANAGER = "Make the key for a user who may manage the shop, such as a shop manager."
ELSEWHERE = (
    "Enter the address of the first page of the store. If it is that, ask its host to let the"
    " interface through."
)


def probe_questions(access: Access) -> Sequence[Question]:
    return QUESTIONS


def probed(replies: Sequence[Reply | Fault], access: Access) -> Probe:
    index, key_test, write_test, status, *settings = replies
    site, report = document(index), document(status)
    findings = [*of_site(index, site), *of_key(key_test)]
    found = shop_of(site, report, map(document, settings))
    if isinstance(found, Finding) and not any(map(is_error, findings)):
        findings.append(found)
    version = version_of(report)
    findings += of_version(version)
    may_read = may(key_test)
    may_write = may(write_test) if may_read else None
    if may_write is False:
        findings.append(READ_ONLY)
    findings += [each for reply in replies if isinstance(reply, Reply) for each in reply.findings]
    home = site.filled("home") or site.filled("url") or access.fields["store_url"]
    return Probe(
        key=key_of(home),
        name=site.filled("name") or key_of(home),
        address=home,
        shop=found if isinstance(found, Shop) else None,
        may_read=may_read,
        may_write=may_write,
        version=version,
        language=language_of(report),
        findings=tuple(dict.fromkeys(findings)),
        instead=instead(index, key_test, access),
    )


READ_ONLY = Finding(
    Severity.warning,
    "read_only",
    "The key may read but not write, so no change can go out to this shop.",
    "Make a key with the permission Read/Write if Hanse is to keep prices and stock.",
)
NO_STORE = Finding(
    Severity.error,
    "no_woocommerce",
    "There is a site at this address, but no WooCommerce in it.",
    "Check the address, and that the plug-in WooCommerce is active.",
)


def of_site(index: Reply | Fault, site: Document) -> Iterable[Finding]:
    if isinstance(index, Fault):
        step = ELSEWHERE if A_PAGE in index.sentence else index.next_step
        yield Finding(Severity.error, index.code, index.sentence, step)
    elif "wc/v3" not in site.texts("namespaces"):
        yield NO_STORE


def of_key(key_test: Reply | Fault) -> Iterable[Finding]:
    if isinstance(key_test, Fault):
        yield Finding(Severity.error, key_test.code, key_test.sentence, key_test.next_step)


def of_version(version: str | None) -> Iterable[Finding]:
    head = (version or "").partition(".")[0]
    if head.isdecimal() and int(head) < LISTS_VARIATIONS:
        yield Finding(
            Severity.warning,
            "old_version",
            f"WooCommerce {version} cannot list the variations of all products at once, so they "
            "are read product by product, which takes longer.",
            f"Update WooCommerce to {LISTS_VARIATIONS} or newer.",
        )


def instead(index: Reply | Fault, key_test: Reply | Fault, access: Access) -> Mapping[str, str]:
    """A key that the store did not see may have been dropped on the way: then it is sent in the
    address, which is worse, for it stands in the logs there. An address that knows no interface
    may be that of a page in the store."""
    typed = urlsplit(access.fields["store_url"])
    if isinstance(index, Fault) and A_PAGE in index.sentence and typed.path.strip("/"):
        return {"store_url": f"{typed.scheme}://{typed.netloc}"}
    basic = access.fields.get("way") == Way.basic
    if basic and isinstance(key_test, AuthLapsed) and "saw no key" in key_test.next_step:
        return {"way": Way.query.value}
    return {}


def may(test: Reply | Fault) -> bool | None:
    """Nothing is known from a store that did not answer."""
    if isinstance(test, Reply):
        return True
    return False if isinstance(test, AuthLapsed | Rejected) else None


def version_of(report: Document) -> str | None:
    environment = report.one("environment")
    return environment.filled("version") if environment else None


def language_of(report: Document) -> str | None:
    """WordPress writes it as its translations are named: `id_ID`, and `en_US` without any."""
    environment = report.one("environment")
    return language_tag(environment.filled("language")) if environment else None


def key_of(home: str) -> str:
    """The same store by http and https, with and without www, is one."""
    parts = urlsplit(home)
    return f"{(parts.netloc or '').lower().removeprefix('www.')}{parts.path.rstrip('/')}"


def shop_of(site: Document, report: Document, settings: Iterable[Document]) -> Shop | Finding:
    """From the site's index, its report, and single settings where they were answered."""
    told = report.one("settings") or Document({})
    currency, decimals = told.filled("currency"), told.whole("number_of_decimals")
    if currency is None or decimals is None:
        return Finding(
            Severity.error,
            "no_currency",
            "The store does not tell its currency, or how many decimals its prices have.",
            MANAGER,
        )
    single = {each.filled("id"): each for each in settings}
    weight = single.get("woocommerce_weight_unit")
    size = single.get("woocommerce_dimension_unit")
    taxed = single.get("woocommerce_prices_include_tax")
    try:
        return Shop(
            currency=currency,
            decimals=decimals,
            time_zone=site.filled("timezone_string"),
            weight_unit=weight.filled("value") if weight else None,
            dimension_unit=size.filled("value") if size else None,
            prices_include_tax=taxed.word("value", {"yes": True, "no": False}) if taxed else None,
        )
    except Fault as fault:
        return Finding(Severity.error, "no_currency", fault.sentence, fault.next_step)


def document(reply: Reply | Fault) -> Document:
    value = reply.document if isinstance(reply, Reply) else None
    return Document(value) if isinstance(value, Mapping) else Document({})


def is_error(finding: Finding) -> bool:
    return finding.severity is Severity.error
