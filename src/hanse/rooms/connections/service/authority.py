"""An authority of an account's own, for a shop whose certificate no public one vouches for.

A form asks for it where the card has the field; connectors know nothing of it.
"""

from collections.abc import Mapping
from dataclasses import replace

from hanse.base.faults import Finding, Rejected, Severity
from hanse.engine.wire.trust import certificates
from hanse.rooms.connections.service.ports import Platform
from hanse.trade.access import Access

FIELD = "ca_pem"


def entered(platform: Platform, fields: Mapping[str, str], before: str = "") -> Access:
    """What a person typed; where no authority was, the one from before."""
    access = platform.entered({name: text for name, text in fields.items() if name != FIELD})
    if all(key.name != FIELD for key in platform.CARD.keys):
        return access
    typed = fields.get(FIELD, "").strip()
    pem = checked(typed) if typed else before
    return replace(access, fields={**access.fields, FIELD: pem}) if pem else access


def checked(typed: str) -> str:
    try:
        return certificates(typed)
    except Rejected as wrong:
        finding = Finding(Severity.error, "not_so", wrong.sentence, wrong.next_step, FIELD)
        raise Rejected(wrong.sentence, [finding], wrong.next_step) from None


def of_account(fields: Mapping[str, str]) -> str:
    return fields.get(FIELD, "")
