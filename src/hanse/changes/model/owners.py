"""Who owns a field of a listing, and what may be proposed to it."""

from collections.abc import Mapping
from enum import StrEnum

from hanse.base.faults import Finding, Severity
from hanse.changes.model.changes import Wisher


class Owner(StrEnum):
    """Who says what a field of a listing holds."""

    channel = "channel"  # as found at the shop: the hub proposes nothing
    hub = "hub"
    person = "person"


OWNERS: Mapping[Owner | None, str] = {
    None: "nobody",
    Owner.channel: "the shop",
    Owner.hub: "the hub",
    Owner.person: "a person",
}

# Whose wishes a field takes. A person's own edit of a field that was as found takes it over, which
# the preview says.
TAKES: Mapping[Owner, frozenset[Wisher]] = {
    Owner.channel: frozenset({Wisher.person}),
    Owner.hub: frozenset(Wisher),
    Owner.person: frozenset({Wisher.person}),
}


def may_propose(owner: Owner, wisher: Wisher, field: str) -> Finding | None:
    """None if it may; otherwise why not, and how it could."""
    if wisher in TAKES[owner]:
        return None
    return Finding(
        Severity.error,
        "not_owned",
        f"{field} belongs to {OWNERS[owner]}, and a {wisher} does not change it.",
        "Hand the field over to the hub first.",
        field,
    )


def owner_after(owner: Owner, wisher: Wisher) -> Owner:
    """Whose it is once this wish is approved."""
    return Owner.person if owner is Owner.channel and wisher is Wisher.person else owner
