"""A first look at an account: whether its token opens anything, and what AliExpress grants it."""

from collections.abc import Iterable, Mapping, Sequence

from hanse.base.faults import Fault, Finding, Severity
from hanse.connectors.aliexpress.mapping.odd import flag, many, said
from hanse.connectors.aliexpress.wire.access import BENEFITS, key_of, question
from hanse.connectors.aliexpress.wire.consent import account_of
from hanse.connectors.aliexpress.wire.search import feeds_question
from hanse.trade.access import Access, Probe
from hanse.trade.documents import Document
from hanse.trade.ports_read import Question, Reply
from hanse.trade.shop import Shop

SITE = "https://www.aliexpress.com"
CURRENCY, DECIMALS = "USD", 2  # in which an order is paid by itself; no other is taken for that
PAYS = "auto-pay"
HOW_TO_PAY = (
    "Ask ds-api@aliexpress.com to allow it for your App Key, and bind PayPal to the account."
    " Until then pay each order on AliExpress's site."
)


def benefits_question() -> Question:
    """Asks for nothing but what the account may do, so it shows whether its token is good."""
    return question(BENEFITS, "account")


def probe_questions(access: Access) -> Sequence[Question]:
    """The second is answered to everybody whose token is good."""
    return (benefits_question(), feeds_question())


def probed(replies: Sequence[Reply | Fault], access: Access) -> Probe:
    """`may_write` stays open: only an order shows whether the account may order."""
    account = account_of(access)
    findings = [*of_replies(replies), *(() if account else (NAMELESS,))]
    return Probe(
        key=account or key_of(access, "app_key"),
        name=f"AliExpress {account or access.fields['app_key']}",
        address=SITE,
        shop=Shop(CURRENCY, DECIMALS),
        may_read=answered(replies),
        may_write=None,
        findings=tuple(dict.fromkeys(findings)),
    )


NAMELESS = Finding(
    Severity.hint,
    "no_account",
    "AliExpress did not say whose account this is, so it is known here by the App Key.",
    "Connect one account for each App Key.",
)


def answered(replies: Sequence[Reply | Fault]) -> bool:
    return any(isinstance(each, Reply) for each in replies)


def of_replies(replies: Sequence[Reply | Fault]) -> Iterable[Finding]:
    """What the account is granted may stay open; that nothing at all is answered may not."""
    told, *_ = replies
    if not answered(replies):
        for each in replies:
            if isinstance(each, Fault):
                yield Finding(Severity.error, each.code, each.sentence, each.next_step)
        return
    granted = benefits(told) if isinstance(told, Reply) else {}
    if not granted.get(PAYS):
        sentence = "AliExpress does not say that this account's orders pay themselves."
        yield Finding(Severity.warning, "no_auto_pay", sentence, HOW_TO_PAY)
    for code, granted_now in granted.items():
        if code != PAYS:
            word = "has" if granted_now else "has not"
            yield Finding(Severity.hint, "benefit", f"The account {word} the benefit {code}.")


def benefits(reply: Reply) -> Mapping[str, bool]:
    """By their codes, whether the account has them."""
    document = Document(reply.document if isinstance(reply.document, Mapping) else {})
    return {
        code: flag(each, "canBenefit") is True
        for each in many(document, "result")
        if (code := said(each, "code"))
    }
