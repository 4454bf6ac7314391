"""HTTP of sets of changes: propose, look, agree, release, withdraw."""

from datetime import datetime
from uuid import UUID

from hanse.changes.model.planned import Wish
from hanse.changes.model.policies import Schedule
from hanse.changes.routes.asks import (
    ApproveIn,
    LeftOut,
    ProposedOut,
    RefusedOut,
    ReleaseIn,
    SetIn,
    StateOut,
    TimeIn,
    UndoIn,
    UndoneOut,
    UndoSinceIn,
    WithdrawIn,
    WithdrawnOut,
)
from hanse.changes.routes.held import Approving, OfHands
from hanse.changes.routes.permissions import APPROVE_SETS, READ_SETS, WRITE_SETS
from hanse.changes.routes.shapes import (
    ChangesOut,
    CountsOut,
    Id,
    SetsOut,
    States,
    WholeOut,
    changes_out,
    finding_out,
    findings_out,
    set_out,
    whole_out,
)
from hanse.changes.routes.values import fields_in
from hanse.changes.service import approving, proposing, reading, timing, undoing
from hanse.engine.doors.doors import Doors, Expected, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, cut, read_cursor, read_id
from hanse.trade.ports_write import Target

doors = Doors("changes")


@doors.get("/api/changes/sets", needs=READ_SETS)
async def list_sets(
    tx: InTx, state: States = None, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> SetsOut:
    """List sets of changes, the newest first."""
    found = await reading.list_sets(tx, state, before(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.held.set.made_at, each.held.set.id])
    return SetsOut(items=[set_out(each) for each in page], next_cursor=following)


def before(cursor: Cursor) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    at, last = read_cursor(cursor, datetime, UUID)
    assert isinstance(at, datetime)
    assert isinstance(last, UUID)
    return at, last


@doors.get("/api/changes/counts", needs=READ_SETS)
async def read_counts(tx: InTx) -> CountsOut:
    """Show how many changes are in each state."""
    return CountsOut(counts=dict(await reading.counts(tx)))


@doors.post("/api/changes/sets", needs=WRITE_SETS, status=201)
async def propose_set(tx: InTx, hands: OfHands, asked: SetIn) -> ProposedOut:
    """Propose changes at shops. Nothing is sent before it is approved as the policy asks."""
    found = await proposing.propose(
        hands,
        tx,
        [
            Wish(
                each.account_id,
                each.kind,
                Target(each.remote_id, each.parent_id),
                fields_in(each.after),
                mark="" if each.remote_id else tx.ids.new().hex,
            )
            for each in asked.changes
        ],
        title=asked.title,
        why=asked.why,
        schedule=Schedule(asked.not_before, asked.not_after),
    )
    return ProposedOut(
        set_id=found.set_id,
        count=found.count,
        same=found.same,
        refused=[
            RefusedOut(place=each.place, findings=findings_out(each.findings))
            for each in found.refused
        ],
        state=found.state,
    )


@doors.get("/api/changes/sets/{id}", needs=READ_SETS)
async def read_set(tx: InTx, hands: OfHands, id: Id) -> WholeOut:  # noqa: A002
    """Show a set: where its changes are, what they cost, and who has to agree."""
    return whole_out(await reading.whole(hands, tx, id))


@doors.get("/api/changes/sets/{id}/changes", needs=READ_SETS)
async def list_changes_of_set(
    tx: InTx,
    id: Id,  # noqa: A002
    state: States = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> ChangesOut:
    """List the changes of a set, in the order in which they were wanted."""
    found = await reading.changes_of_set(tx, id, state, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.change.id])
    return ChangesOut(items=await changes_out(tx, page), next_cursor=following)


@doors.post("/api/changes/sets/{id}/approve", needs=APPROVE_SETS)
async def approve_set(
    tx: InTx,
    hands: OfHands,
    approver: Approving,
    id: Id,  # noqa: A002
    asked: ApproveIn,
) -> StateOut:
    """Agree to exactly what was looked at. It goes out once all have agreed who have to."""
    return StateOut(state=await approving.approve(hands, tx, id, asked.preview, approver))


@doors.patch("/api/changes/sets/{id}", needs=WRITE_SETS)
async def time_set(
    tx: InTx,
    hands: OfHands,
    id: Id,  # noqa: A002
    asked: TimeIn,
    expected: Expected,
) -> WholeOut:
    """Say when it goes out, while nothing of it has. Whoever had agreed is asked anew."""
    when = Schedule(asked.not_before, asked.not_after)
    await timing.set_time(hands, tx, id, when, expected)
    return whole_out(await reading.whole(hands, tx, id))


@doors.post("/api/changes/sets/{id}/release", needs=APPROVE_SETS)
async def release_set(
    tx: InTx,
    hands: OfHands,
    approver: Approving,
    id: Id,  # noqa: A002
    asked: ReleaseIn,
) -> StateOut:
    """Let what the guard holds go beyond the limits that it goes beyond, in your name."""
    return StateOut(state=await approving.release(hands, tx, id, asked.why, approver))


@doors.post("/api/changes/sets/{id}/withdraw", needs=WRITE_SETS)
async def withdraw_set(
    tx: InTx,
    hands: OfHands,
    id: Id,  # noqa: A002
    asked: WithdrawIn,
) -> WithdrawnOut:
    """Take back what was not sent: all of it, or some."""
    return WithdrawnOut(count=await approving.withdraw(hands, tx, id, asked.change_ids))


@doors.post("/api/changes/sets/{id}/undo", needs=WRITE_SETS)
async def undo_set(
    tx: InTx,
    hands: OfHands,
    id: Id,  # noqa: A002
    asked: UndoIn,
) -> UndoneOut:
    """Propose a set that takes this one back, as far as it is still as we left it."""
    changes, fields = frozenset(asked.change_ids), frozenset(asked.fields)
    return undone_out(await undoing.undo_set(hands, tx, id, changes, fields))


@doors.post("/api/changes/undo", needs=WRITE_SETS)
async def undo_since(tx: InTx, hands: OfHands, asked: UndoSinceIn) -> UndoneOut:
    """Propose a set that takes back everything that was proven since then."""
    return undone_out(await undoing.undo_since(hands, tx, asked.since))


def undone_out(undone: undoing.Undone) -> UndoneOut:
    made = undone.proposed
    return UndoneOut(
        set_id=made.set_id if made else None,
        count=made.count if made else 0,
        state=made.state if made else None,
        left=[
            LeftOut(change_id=each.change_id, field=each.field, finding=finding_out(each.finding))
            for each in undone.left
        ],
    )
