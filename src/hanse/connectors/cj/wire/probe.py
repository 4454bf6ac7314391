"""A first look at an account: its level, what is left to it, and whether it may do anything."""

from collections.abc import Iterable, Mapping, Sequence

from hanse.base.faults import Fault, Finding, Severity
from hanse.base.text import clean, truncate
from hanse.connectors.cj.mapping.goods import CURRENCY
from hanse.connectors.cj.wire.access import user_number
from hanse.connectors.cj.wire.asking import SETTINGS, data_of, get
from hanse.trade.access import Access, Probe
from hanse.trade.documents import Document
from hanse.trade.ports_read import Question, Reply
from hanse.trade.shop import Shop

SITE = "https://cjdropshipping.com"
SHOP = Shop(currency=CURRENCY, decimals=2, time_zone="UTC")
ROOTS: Mapping[str, bool] = {"NO_PERMISSION": False, "GENERAL": True, "VIP": True, "ADMIN": True}
PERIODS: Mapping[int, str] = {
    0: "in all",
    1: "a year",
    2: "a quarter",
    3: "a month",
    4: "a day",
    5: "an hour",
}
QUOTAS_SHOWN = 5
LEVEL_MOST = 6  # calls a second of one endpoint, at the highest level


def probe_questions(access: Access) -> Sequence[Question]:
    return (get(SETTINGS),)


def probed(replies: Sequence[Reply | Fault], access: Access) -> Probe:
    """What cannot be read prevents the connection, and says why."""
    [reply] = replies
    if isinstance(reply, Fault):
        raise reply
    told = data_of(reply)
    may = told.word("root", ROOTS)
    number = user_number(access)
    return Probe(
        key=number,
        name=f"CJ {number}",
        address=SITE,
        shop=SHOP,
        may_read=may,
        may_write=may,
        findings=(*told.said, *remarks(told, may)),
        calls_a_second=calls_a_second(told),
    )


def calls_a_second(told: Document) -> int | None:
    """To each endpoint, as the level of the account has it; None where it is not told."""
    setting = told.one("setting") or Document({})
    limit = setting.number("qpsLimit")
    return min(int(limit), LEVEL_MOST) if limit is not None and limit >= 1 else None


def remarks(told: Document, may: bool | None) -> Iterable[Finding]:
    if may is False:
        yield Finding(
            Severity.error,
            "no_permission",
            "CJ lets this account do nothing by its interface.",
            "Ask CJ to open it for the account.",
        )
    setting = told.one("setting") or Document({})
    if (pace := setting.number("qpsLimit")) is not None:
        yield Finding(
            Severity.hint,
            "pace",
            f"The level of the account allows {pace.normalize():f} calls a second to each"
            f" endpoint; Hanse makes {calls_a_second(told) or 1}.",
        )
    for number, each in enumerate(setting.many("quotaLimits")):
        if number == QUOTAS_SHOWN:
            break
        yield from quota(each)
    if told.fields.get("isSandbox") in (True, 1, "1", "true"):
        yield Finding(
            Severity.hint, "sandbox", "This is a sandbox account: its orders are not sent."
        )


def quota(each: Document) -> Iterable[Finding]:
    limit, period = each.whole("quotaLimit"), PERIODS.get(each.whole("quotaType") or 0)
    if limit is None or period is None:
        return
    where = truncate(clean(each.text("quotaUrl") or "all of it"), 100)
    yield Finding(
        Severity.hint,
        "quota",
        f"CJ answers {limit:,} calls {period} to {where}.",
        "Have the integration certified by CJ if that is too few.",
    )
