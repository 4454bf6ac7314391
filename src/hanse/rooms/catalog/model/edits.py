"""Edits: a field, what its editor saw in it, and what shall stand there. Two editors of different
fields both win; of the same field, whoever saw something else is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Rejected, Severity
from hanse.trade.fields import Fields, Value, same, shown

EDITS_MAX = 50_000


@dataclass(frozen=True, slots=True)
class Edit:
    """`id` is that of a product or of a variant."""

    id: UUID
    field: str
    was: Value
    now: Value


@dataclass(frozen=True, slots=True)
class Clash:
    """The editor saw `base` and wants `ours`; meanwhile somebody has put `theirs` there."""

    edit: Edit
    theirs: Value

    @property
    def base(self) -> Value:
        return self.edit.was

    @property
    def ours(self) -> Value:
        return self.edit.now

    @property
    def finding(self) -> Finding:
        return Finding(
            Severity.error,
            "changed_meanwhile",
            f"{self.edit.field} was {shown(self.base)} when you read it and is now"
            f" {shown(self.theirs)}; you wanted {shown(self.ours)}.",
            "Keep what is there, or send yours again upon it.",
            self.edit.field,
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """This edit cannot be, and why."""

    edit: Edit
    finding: Finding


class Clashed(Conflict):
    """Somebody else changed the same fields since they were read."""

    code = "changed_meanwhile"

    def __init__(self, clashes: Sequence[Clash]) -> None:
        first = clashes[0].finding
        others = f" And {len(clashes) - 1} more." if len(clashes) > 1 else ""
        super().__init__(first.sentence + others, first.next_step)
        self.clashes = tuple(clashes)


@dataclass(frozen=True, slots=True)
class Edited:
    """What was done, what clashed, what was refused; the others are done in any case."""

    changed_ids: tuple[UUID, ...]  # of products and variants
    fields: int
    clashes: tuple[Clash, ...] = ()
    refused: tuple[Refusal, ...] = ()

    def demand_all(self) -> None:
        """Raise unless everything was done, so that nothing is."""
        if self.refused:
            findings = [each.finding for each in self.refused]
            more = f" And {len(findings) - 1} more." if len(findings) > 1 else ""
            raise Rejected(findings[0].sentence + more, findings, findings[0].next_step)
        if self.clashes:
            raise Clashed(self.clashes)


@dataclass(frozen=True, slots=True)
class Applied:
    """The fields of one thing before and after, as far as they differ, and what clashed."""

    before: Fields
    after: Fields
    clashes: tuple[Clash, ...]


def apply(standing: Fields, edits: Sequence[Edit]) -> Applied:
    """Each edit on what the one before it left. Wanting what is there already is no clash."""
    now = dict(standing)
    clashes = []
    for edit in edits:
        theirs = now.get(edit.field)
        if same(theirs, edit.now):
            continue
        if same(theirs, edit.was):
            now[edit.field] = edit.now
        else:
            clashes.append(Clash(edit, theirs))
    changed = [name for name in now if not same(now[name], standing.get(name))]
    return Applied(
        {name: standing.get(name) for name in changed},
        {name: now[name] for name in changed},
        tuple(clashes),
    )


def by_thing(edits: Sequence[Edit]) -> Mapping[UUID, Sequence[Edit]]:
    found: dict[UUID, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.id, []).append(edit)
    return found


def rechosen(old: Sequence[str], new: Sequence[str], choices: Sequence[str]) -> tuple[str, ...]:
    """The choices of a variant under other options: by name, or by place where one was renamed."""
    padded = [*choices, *[""] * len(old)][: len(old)]
    by_name = dict(zip(old, padded, strict=True))
    if len(old) == len(new):
        return tuple(by_name.get(name, padded[place]) for place, name in enumerate(new))
    return tuple(by_name.get(name, "") for name in new)
