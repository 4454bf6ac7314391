"""Disputes at CJ: what one can be about, what it can come to, and how each stands."""

from collections.abc import Iterator, Mapping, Sequence

from hanse.base.faults import Finding, Severity
from hanse.connectors.cj.mapping.goods import CURRENCY
from hanse.trade.documents import Document
from hanse.trade.supply import Dispute, DisputeLine, DisputeState, DisputeTerms, Wants

# What was decided comes before the word for how it stands.
DEALS: Mapping[int, DisputeState] = {
    1: DisputeState.refunded,
    2: DisputeState.reissued,
    3: DisputeState.rejected,
}
# guessed: no document names the words.
STATES: Mapping[str, DisputeState] = {
    "IN_PROGRESS": DisputeState.opened,
    "CLOSED": DisputeState.closed,
    "CANCELLED": DisputeState.withdrawn,
}
WANTS: Mapping[str, Wants] = {"1": Wants.refund, "2": Wants.reissue}


def dispute_id(value: object) -> str | None:
    return Document(value).key("id") if isinstance(value, Mapping) else None


def dispute(order_id: str, value: object) -> Dispute | Finding:
    document = Document(value if isinstance(value, Mapping) else {})
    remote_id = document.key("id")
    if remote_id is None:
        return Finding(
            Severity.error, "no_id", "A dispute of CJ says not which one it is.", field="id"
        )
    word = document.text("status") or ""
    deal = document.whole("finallyDeal")
    state = DEALS.get(deal) if deal is not None else None
    return Dispute(
        remote_id=remote_id,
        order_id=order_id,
        state=state or document.word("status", STATES),
        word=word,
        reason=document.text("disputeReason") or "",
        amount=document.money("money", CURRENCY) or document.money("replacementAmount", CURRENCY),
        resend_id=document.key("resendOrderCode") or "",
        lines=tuple(named(document)),
        opened_at=document.instant("createDate"),
        findings=document.said,
    )


def named(document: Document) -> Iterator[tuple[str, int]]:
    for each in document.many("productList"):
        line_id, quantity = each.key("lineItemId"), each.whole("quantity")
        if line_id and quantity:
            yield line_id, quantity


def lines(document: Document) -> Sequence[DisputeLine]:
    """One of which CJ does not say that it cannot be chosen can be."""
    return [
        DisputeLine(
            *(line_id, quantity, each.money("price", CURRENCY)),
            *(each.filled("sku") or "", each.key("cjVariantId") or ""),
            may=each.flag("canChoose") is not False,
        )
        for each in document.many("productInfoList")
        if (line_id := each.key("lineItemId")) and (quantity := each.whole("quantity"))
    ]


def terms(document: Document) -> DisputeTerms:
    reasons = [
        (key, each.text("reasonName") or key)
        for each in document.many("disputeReasonList")
        if (key := each.key("disputeReasonId"))
    ]
    told = document.fields.get("expectResultOptionList")
    wants = (
        [WANTS[str(each)] for each in told if str(each) in WANTS] if isinstance(told, list) else []
    )
    return DisputeTerms(
        most=document.money("maxAmount", CURRENCY),
        most_goods=document.money("maxProductPrice", CURRENCY),
        most_freight=document.money("maxPostage", CURRENCY),
        wants=tuple(dict.fromkeys(wants)),
        reasons=tuple(reasons),
    )
