"""What of buying can be carried to another workspace: what is wanted of every supplier.

Suppliers, offers and vouchers are data: they name goods and accounts, and have files of their own.
"""

from collections.abc import Mapping, Sequence

import msgspec

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.text import clean
from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.suppliers import NOTE_CHARS_MAX, unknown_wishes
from hanse.rooms.purchasing.service import suppliers


class WishesRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By name: no_logo, no_price, gift_note, voucher."""

    wishes: Mapping[str, bool] = {}
    gift_note: str = ""


def wishes_name(_: WishesRow) -> str:
    """There is one of it."""
    return ""


async def wishes(tx: Tx) -> Sequence[WishesRow]:
    found = await suppliers.defaults(tx)
    return [WishesRow(dict(found.wishes), found.gift_note)]


def settled_wishes(given: WishesRow) -> WishesRow:
    note = clean(given.gift_note)
    findings = [*unknown_wishes(given.wishes)]
    if len(note) > NOTE_CHARS_MAX:
        sentence = f"The gift note has {len(note):,} characters; {NOTE_CHARS_MAX} are the most."
        findings.append(Finding(Severity.error, "long", sentence, "Shorten it.", "gift_note"))
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
    return msgspec.structs.replace(given, gift_note=note)


async def apply_wishes(tx: Tx, moves: Sequence[tuple[WishesRow | None, WishesRow | None]]) -> None:
    for _, after in moves:
        wanted = after or WishesRow()
        version = (await suppliers.defaults(tx)).version
        await suppliers.set_defaults(tx, wanted.wishes, wanted.gift_note, version)
