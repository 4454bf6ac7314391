"""A change as it stands in its preview: with the bytes that go out, and what they stand on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from hanse.base.faults import Finding
from hanse.changes.model.changes import Change
from hanse.changes.model.fingerprints import Basis
from hanse.changes.model.owners import Owner
from hanse.trade.fields import Fields, kept, restored
from hanse.trade.ports_write import Piece
from hanse.trade.ports_write import Target as Target  # whoever wishes names one


@dataclass(frozen=True, slots=True)
class Draw:
    """The random part of a price, as it fell: what demand does to a price alone teaches nothing
    about what the price does to demand."""

    share: Decimal
    of: str  # the rule that allowed it


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: these fields of this thing. `mark` is our name for what is to be
    made."""

    account_id: UUID
    kind: str
    target: Target
    after: Fields
    title: str = ""
    undoes: tuple[UUID, ...] = ()
    mark: str = ""
    rule: str = ""  # the version of what wants it
    waits_for: tuple[str, ...] = ()  # things that the same set makes at this shop before it
    named_by: str = ""  # the one of these whose id it takes, for itself or as its parent's
    draw: Draw | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """`look_at`, `looks`: when the shop is asked about it again, and how often it was."""

    change: Change
    platform: str
    piece: Piece
    basis: Basis
    fingerprint: str
    findings: tuple[Finding, ...] = ()
    finding: Finding | None = None
    draw: Draw | None = None
    look_at: datetime | None = None
    looks: int = 0

    @property
    def target(self) -> Target:
        return Target(self.change.thing.remote_id, self.change.thing.parent_id)


def thing_of(wish: Wish) -> str:
    """Our name for what it is about, the same for every change of it."""
    noun = wish.kind.partition(".")[0]
    return f"{noun}/{wish.target.remote_id}" if wish.target.remote_id else f"{noun}/new/{wish.mark}"


def mark_of(change: Change) -> str:
    """Our name for what is to be made; empty for what is there already."""
    start = f"{change.kind.partition('.')[0]}/new/"
    return change.thing.ours.removeprefix(start) if change.thing.ours.startswith(start) else ""


def known_as(change: Change) -> str:
    """The thing as all others name it who see it at the shop."""
    noun, remote_id = change.kind.partition(".")[0], change.thing.remote_id
    return f"{noun}/{remote_id}" if remote_id else change.thing.ours


def kept_basis(basis: Basis) -> Mapping[str, object]:
    return {
        "before": kept(basis.before),
        "owners": {name: owner.value for name, owner in sorted(basis.owners.items())},
        "rule": basis.rule,
        "policy": basis.policy,
        "card": basis.card,
    }


def restored_basis(document: Mapping[str, object]) -> Basis:
    before, owners = document["before"], document["owners"]
    assert isinstance(before, Mapping), "kept as an object"
    assert isinstance(owners, Mapping), "kept as an object"
    policy = document["policy"]
    return Basis(
        restored(before),
        {name: Owner(owner) for name, owner in owners.items()},
        str(document["rule"]),
        policy if isinstance(policy, int) else 0,
        str(document["card"]),
    )


def changes_of(planned: Sequence[Planned]) -> Sequence[Change]:
    return [each.change for each in planned]
