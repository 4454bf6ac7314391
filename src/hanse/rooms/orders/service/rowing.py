"""The rows of one order, as they are to be written."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.orders.model import judging
from hanse.rooms.orders.model.orders import DraftLine, KnownLine, Reason
from hanse.rooms.orders.model.rows import (
    BookRow,
    LineRow,
    ParcelLineRow,
    ParcelRow,
    StayRow,
    Written,
    spelled,
)
from hanse.rooms.orders.model.states import State
from hanse.rooms.orders.service.preparing import Ready


def rows_of(tx: Tx, ready: Ready, state: State, risks: Sequence[Reason]) -> Written:
    known, draft = ready.known, ready.draft
    moved = known is not None and known.state is not state
    parcels = [
        ParcelRow(
            tx.workspace_id,
            ready.parcel_ids[each.remote_id],
            ready.id,
            each.remote_id,
            "shipped",
            each.carrier,
            each.tracking_number,
            each.tracking_url,
            each.shipped_at,
            tx.now,
        )
        for each in draft.parcels
    ]
    stays = []
    if known and moved:
        stays.append(
            StayRow(
                *(tx.workspace_id, ready.id, known.state.value, ready.account_id),
                *(known.state_since, tx.now),
            )
        )
    return Written(
        order_row(tx, ready, state, risks),
        tuple(lines_of(tx, ready, state)),
        tuple(parcels),
        tuple(parcel_lines(tx, ready)),
        tuple(stays),
    )


def order_row(tx: Tx, ready: Ready, state: State, risks: Sequence[Reason]) -> BookRow:
    known, draft = ready.known, ready.draft
    sums, buyer, placed_at = draft.sums, draft.buyer_sums, draft.placed_at or tx.now
    since = placed_at
    if known:
        since = known.state_since if known.state is state else tx.now
    return BookRow(
        workspace_id=tx.workspace_id,
        id=ready.id,
        account_id=ready.account_id,
        remote_id=draft.remote_id,
        number=draft.number,
        shop_state=draft.state.value,
        state=state.value,
        state_word=draft.state_word,
        state_since=since,
        payment=draft.payment.value,
        paid_word=draft.paid_word,
        placed_at=placed_at,
        paid_at=draft.paid_at,
        modified_at=draft.modified_at,
        gone_at=ready.gone_at,
        currency=sums.currency,
        goods_minor=sums.goods,
        discount_minor=sums.discount,
        tip_minor=sums.tip,
        duty_minor=sums.duty,
        gift_card_minor=sums.gift_card,
        shipping_minor=sums.shipping,
        fees_minor=sums.fees,
        tax_minor=sums.tax,
        total_minor=sums.total,
        refunded_minor=sums.refunded,
        remainder_minor=sums.remainder,
        buyer_currency=buyer.currency,
        buyer_goods_minor=buyer.goods,
        buyer_discount_minor=buyer.discount,
        buyer_tip_minor=buyer.tip,
        buyer_duty_minor=buyer.duty,
        buyer_gift_card_minor=buyer.gift_card,
        buyer_shipping_minor=buyer.shipping,
        buyer_tax_minor=buyer.tax,
        buyer_total_minor=buyer.total,
        prices_include_tax=draft.prices_include_tax,
        customer_id=ready.customer_id,
        country=draft.country,
        region=draft.region,
        personal=spelled(ready.personal),
        email_hash=spelled(ready.email_hash),
        phone_hash=spelled(ready.phone_hash),
        payment_method=draft.payment_method,
        coupons=draft.coupons,
        risks=tuple(risks),
        findings=draft.findings,
        checksum=spelled(ready.checksum) or "",
        made_at=tx.now,
    )


def lines_of(tx: Tx, ready: Ready, state: State) -> Sequence[LineRow]:
    was = ready.known.lines if ready.known else {}
    rows = [line_row(tx, ready, state, each, was.get(each.remote_id)) for each in ready.draft.lines]
    here = {each.remote_id for each in ready.draft.lines}
    removed = [each for key, each in was.items() if key not in here and not each.removed]
    return [*rows, *(removed_row(tx, ready, each) for each in removed)]


def line_row(tx: Tx, ready: Ready, state: State, line: DraftLine, was: KnownLine | None) -> LineRow:
    variant_id, matched_by = ready.matches[line.remote_id]
    out = judging.out_of(ready.draft.state, was, line.shipped)
    waits = judging.wanted(state, line.quantity, line.refunded, out, 0) > 0
    return LineRow(
        workspace_id=tx.workspace_id,
        id=ready.line_ids[line.remote_id],
        order_id=ready.id,
        account_id=ready.account_id,
        remote_id=line.remote_id,
        position=line.position,
        remote_product_id=line.remote_product_id,
        remote_variant_id=line.remote_variant_id,
        sku=line.sku,
        title=line.title,
        variant_id=variant_id,
        matched_by=matched_by,
        quantity=line.quantity,
        refunded=line.refunded,
        shipped=out,
        unit_price=line.unit_price,
        subtotal_minor=line.subtotal_minor,
        total_minor=line.total_minor,
        tax_minor=line.tax_minor,
        removed=False,
        waits=waits,
        placed_at=ready.draft.placed_at or tx.now,
    )


def removed_row(tx: Tx, ready: Ready, was: KnownLine) -> LineRow:
    """It stays, for the ledger and papers name it; nothing is wanted of it any more."""
    return LineRow(
        workspace_id=tx.workspace_id,
        id=was.id,
        order_id=ready.id,
        account_id=ready.account_id,
        remote_id=was.remote_id,
        position=0,
        remote_product_id=None,
        remote_variant_id=None,
        sku="",
        title="",
        variant_id=was.variant_id,
        matched_by=was.matched_by,
        quantity=0,
        refunded=0,
        shipped=was.sold,
        unit_price=None,
        subtotal_minor=None,
        total_minor=None,
        tax_minor=None,
        removed=True,
        waits=False,
        placed_at=ready.draft.placed_at or tx.now,
    )


def parcel_lines(tx: Tx, ready: Ready) -> Sequence[ParcelLineRow]:
    quantities = {each.remote_id: each.quantity for each in ready.draft.lines}
    found: list[ParcelLineRow] = []
    for parcel in ready.draft.parcels:
        for key in parcel.line_ids or tuple(quantities):
            line_id: UUID | None = ready.line_ids.get(key)
            if line_id and quantities.get(key):
                found.append(
                    ParcelLineRow(
                        tx.workspace_id,
                        ready.parcel_ids[parcel.remote_id],
                        line_id,
                        quantities[key],
                    )
                )
    return found
