"""What a change changed: the fields of `before` and `after` that are not the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hanse.base.checksum import Json
from hanse.engine.log.history import Event, Personal

DEPTH_MAX = 5  # deeper documents are compared whole


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, by its path: `address.city`. The path is empty if the value had no fields."""

    field: str
    before: Json
    after: Json


def differences(event: Event) -> Sequence[Difference]:
    """In the order of their names; nothing if the event changed no value."""
    sealed = {"before", "after"}.intersection(event.personal_fields)
    if sealed and event.personal is not Personal.opened:
        # Both read the same word, and yet something changed.
        return (Difference("", event.before, event.after),)
    return tuple(compare("", event.before, event.after, DEPTH_MAX))


def compare(path: str, before: Json, after: Json, depth: int) -> Iterator[Difference]:
    if same(before, after):
        return
    old, new = fields(before), fields(after)
    if depth == 0 or old is None or new is None or not (old or new):
        yield Difference(path, before, after)
        return
    for name in sorted({*old, *new}):
        inner = f"{path}.{name}" if path else name
        yield from compare(inner, old.get(name), new.get(name), depth - 1)


def same(before: Json, after: Json) -> bool:
    """`true` is no 1 in a document."""
    return type(before) is type(after) and before == after


def fields(value: Json) -> Mapping[str, Json] | None:
    """A document has fields; what was not there has none; anything else is one value."""
    if value is None:
        return {}
    return value if isinstance(value, Mapping) else None
