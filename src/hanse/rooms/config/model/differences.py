"""In what a file differs from what is here, and what of an import can be taken back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hanse.rooms.config.model.files import Document

Kind = Literal["added", "changed", "removed"]
KINDS: Sequence[Kind] = ("added", "changed", "removed")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is to be otherwise. None: it is not there."""

    name: str
    before: Document | None
    after: Document | None

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def fields(self) -> Sequence[str]:
        """Those that differ."""
        before, after = self.before or {}, self.after or {}
        names = [*after, *(name for name in before if name not in after)]
        return [name for name in names if before.get(name) != after.get(name)]


@dataclass(frozen=True, slots=True)
class PartChanges:
    part: str
    changes: tuple[Change, ...]

    def count(self, kind: Kind) -> int:
        return sum(each.kind == kind for each in self.changes)


def changes(now: Mapping[str, Document], wanted: Mapping[str, Document]) -> tuple[Change, ...]:
    """What makes what is here what is wanted: removed first, then in the order of the file."""
    gone = [Change(name, now[name], None) for name in now if name not in wanted]
    there = [
        Change(name, now.get(name), after)
        for name, after in wanted.items()
        if now.get(name) != after
    ]
    return (*gone, *there)


def fingerprint(parts: Sequence[PartChanges]) -> str:
    """Of exactly this difference: another one, another fingerprint."""
    told = [
        [each.part, [[one.name, one.before, one.after] for one in each.changes]]
        for each in sorted(parts, key=lambda one: one.part)
    ]
    return hashlib.sha256(spelled(told).encode("utf-8", "surrogatepass")).hexdigest()


def spelled(document: object) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


# Taking back


@dataclass(frozen=True, slots=True)
class Left:
    """What is not taken back, because somebody has changed it since. No field: the whole of it."""

    name: str
    field: str
    ours: object
    now: object


def taken_back(
    done: Sequence[Change], now: Mapping[str, Document]
) -> tuple[tuple[Change, ...], tuple[Left, ...]]:
    """What brings back what was before, and what is left as others have made it since."""
    back: list[Change] = []
    left: list[Left] = []
    for each in done:
        there = now.get(each.name)
        if there == each.before:
            continue
        if each.before is None or each.after is None or there is None:
            if there == each.after:
                back.append(Change(each.name, there, each.before))
            else:
                left.append(Left(each.name, "", each.after, there))
            continue
        restored = dict(there)
        for field in each.fields:
            if there.get(field) == each.after.get(field):
                restored.pop(field, None)
                if field in each.before:
                    restored[field] = each.before[field]
            elif there.get(field) != each.before.get(field):
                left.append(Left(each.name, field, each.after.get(field), there.get(field)))
        if restored != there:
            back.append(Change(each.name, there, restored))
    return tuple(back), tuple(left)
