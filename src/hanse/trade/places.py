"""Where a product stands in a shop whose categories have ids: named by id and by name.

In the fields of a change each is a pair, `(id, name)`, by the alphabet: the id is what is written,
the name is what a person reads. Whoever has only names looks them up among what the shop shows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hanse.base.faults import Finding, Severity
from hanse.trade.fields import Value, shown
from hanse.trade.goods import Label

NAMED_MAX = 20


@dataclass(frozen=True, slots=True)
class Resolved:
    """`value` is the field of the change; where a name is not known it is not to be used."""

    value: Value
    findings: tuple[Finding, ...]


def places_value(labels: Iterable[Label]) -> Value:
    found = {(each.remote_id, each.name) for each in labels}
    return tuple(sorted(found, key=lambda each: (each[1].casefold(), each[1], each[0])))


def places_of(value: Value) -> tuple[Label, ...] | None:
    """None if it is spelled in any other way."""
    if not isinstance(value, tuple):
        return None
    found: list[Label] = []
    for row in value:
        if not isinstance(row, tuple) or len(row) != 2:
            return None
        remote_id, name = row
        if not isinstance(remote_id, str) or not isinstance(name, str) or not remote_id:
            return None
        found.append(Label(remote_id, name))
    return tuple(found) if places_value(found) == value else None


def resolved(field: str, names: Iterable[str], known: Iterable[Label]) -> Resolved:
    """These names by the ids that the shop has for them; whatever capitals, but one each."""
    by_name: dict[str, dict[str, Label]] = {}
    for each in known:
        by_name.setdefault(each.name.casefold(), {})[each.remote_id] = each
    found: list[Label] = []
    said: list[Finding] = []
    for name in dict.fromkeys(names):
        here = list(by_name.get(name.casefold(), {}).values())
        if len(here) == 1:
            found.append(here[0])
        elif len(said) < NAMED_MAX:
            said.append(unknown(field, name) if not here else of_several(field, name, here))
    return Resolved(places_value(found), tuple(said))


def unknown(field: str, name: str) -> Finding:
    return Finding(
        Severity.error,
        "not_in_the_shop",
        f"No product of the shop shows {shown(name)}, so nobody knows its id.",
        "Make it in the shop and give it to one product there; Hanse knows it when it has read it.",
        field,
    )


def of_several(field: str, name: str, here: Sequence[Label]) -> Finding:
    ids = ", ".join(each.remote_id for each in here[:5])
    return Finding(
        Severity.error,
        "several",
        f"The shop has {len(here)} that are called {shown(name)}: {ids}.",
        "Say by its id which one is meant.",
        field,
    )
