"""`hanse changes`: sets of changes, what would be sent, receipts; agree, send, take back."""

import argparse
import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from hanse.app import reaching, wiring
from hanse.app.cli import receipts
from hanse.base.faults import Conflict, Denied, Gone, Rejected, Unavailable
from hanse.changes.model.drifts import DriftState
from hanse.changes.model.policies import Schedule
from hanse.changes.model.states import INSTEAD, State
from hanse.changes.service import approving, drifting, queue, reading, timing, undoing
from hanse.changes.service.reading import OnItsWay
from hanse.engine import processes
from hanse.engine.doors.access import PERMISSIONS, ROLES, Role
from hanse.engine.processes import ProcessRole
from hanse.engine.tx import INSTALLATION, Actor, ActorKind
from hanse.rooms.identity.model.directory import ListedWorkspace
from hanse.rooms.identity.service import directory, people, standing
from hanse.rooms.identity.service.standing import Membership

if TYPE_CHECKING:
    from hanse.app.opened import Opened

PURPOSE = "hanse changes"
OPERATOR = Actor(ActorKind.system, None, PURPOSE)
WORKSPACES_MAX = 1_000
SETS_MAX = 50
CHANGES_MAX = 20
WAIT_S = 600.0
LOOK_EVERY_S = 0.5
# Ends that need nobody to look.
GOOD = (State.proven, State.rehearsed, State.superseded, State.undone, State.cancelled)
ACTING = (
    "Whoever agrees or takes back acts as a member of the workspace, with the role and the limits"
    " that this member has there; receipts and the log say that it was on the command line."
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "changes", help="look at changes, agree, send, take back", description=ACTING
    )
    verbs = command.add_subparsers(dest="verb", required=True)
    listing = verbs.add_parser(
        "list", help="sets of changes, the newest first, and how far each is"
    )
    listing.add_argument("--workspace", type=UUID, metavar="ID", help="only of this one")
    listing.add_argument("--state", choices=list(State), type=State, action="append")
    listing.add_argument("--limit", type=int, default=SETS_MAX, help="default: %(default)s")
    drift = verbs.add_parser(
        "drift", help="what somebody changed at shops in fields that are ours, and is not decided"
    )
    drift.add_argument("--account", type=UUID, metavar="ID", help="only at this shop")
    drift.add_argument("--limit", type=int, default=SETS_MAX, help="default: %(default)s")
    show = verbs.add_parser("show", help="a set with what will be sent, or the receipt of a change")
    approve = verbs.add_parser("approve", help="agree to exactly what `show` showed")
    commit = verbs.add_parser("commit", help="have what is approved sent now, and wait for it")
    undo = verbs.add_parser("undo", help="propose what takes a set, or one change, back")
    for verb in (show, approve, commit, undo):
        verb.add_argument("id", type=UUID, help="of a set, or of a change where that makes sense")
    show.add_argument("--limit", type=int, default=CHANGES_MAX, help="default: %(default)s")
    approve.add_argument("--preview", required=True, metavar="HASH", help="the one that was shown")
    for verb in (approve, undo):
        verb.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="who does it")
    commit.add_argument(
        "--at",
        metavar="TIME",
        help="not before this: 2026-11-27T02:00+08:00, or `now` to take the time away; needs --as",
    )
    commit.add_argument("--as", dest="email", metavar="EMAIL", help="who chooses the time")
    commit.add_argument("--wait", type=float, default=WAIT_S, metavar="SECONDS")
    undo.add_argument("--field", action="append", default=[], help="only these fields")


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    return await VERBS[args.verb](args, opened)


# Looking


async def show_list(args: argparse.Namespace, opened: "Opened") -> int:
    found = 0
    for workspace in await workspaces(opened):
        if args.workspace not in (None, workspace.id):
            continue
        async with opened.database.tx(workspace.id, OPERATOR) as tx:
            page = await reading.list_sets(tx, args.state, None, args.limit)
        for summary in page:
            opened.out(f"{receipts.line(summary)}  {workspace.name}")
        found += len(page)
    opened.out(f"{found} {'set' if found == 1 else 'sets'}")
    return 0


async def show_drift(args: argparse.Namespace, opened: "Opened") -> int:
    found = 0
    for workspace in await workspaces(opened):
        async with opened.database.tx(workspace.id, OPERATOR) as tx:
            page = await drifting.list_drifts(tx, args.account, DriftState.found, None, args.limit)
        for drift in page:
            opened.out(f"{receipts.clock(drift.first_at)}  {drift}  {workspace.name}")
        found += len(page)
    opened.out(f"{found} {'drift' if found == 1 else 'drifts'}")
    return 0


async def workspaces(opened: "Opened") -> list[ListedWorkspace]:
    async with opened.database.system_tx(PURPOSE) as tx:
        return list(await directory.list_workspaces(tx, WORKSPACES_MAX))


async def place(args: argparse.Namespace, opened: "Opened") -> tuple[UUID, UUID]:
    """The workspace and the set of what was named."""
    known = [each.id for each in await workspaces(opened)]
    async with opened.database.system_tx(PURPOSE) as tx:
        return await reading.place(tx, known, args.id)


async def show(args: argparse.Namespace, opened: "Opened") -> int:
    workspace_id, set_id = await place(args, opened)
    async with reaching.for_command(opened) as reach:
        hands = wiring.hands_of(reach)
        async with opened.database.tx(workspace_id, OPERATOR) as tx:
            if args.id == set_id:
                whole = await reading.whole(hands, tx, set_id)
                page = await reading.changes_of_set(tx, set_id, None, None, args.limit)
                shops = await hands.accounts(tx, [each.account_id for each in whole.shares])
                asked = await reading.requests(hands, tx, page)
                names = {each.id: each.name for each in shops.values()}
                passing = await reading.passing(tx, page)
                lines = receipts.of_set(whole, page, asked, names, passing)
            else:
                lines = receipts.of_change(await reading.receipt(hands, tx, args.id))
    for text in lines:
        opened.out(text)
    return 0


# Agreeing and taking back


@dataclass(frozen=True, slots=True)
class Speaking:
    """A member, for whom somebody at the command line speaks."""

    actor: Actor
    place: Membership


async def speaking(opened: "Opened", workspace_id: UUID, email: str, permission: str) -> Speaking:
    """`Denied` unless this member may do it in the web app as well."""
    needs = PERMISSIONS[permission]
    async with opened.database.tx(INSTALLATION, OPERATOR) as tx:
        person = await people.by_email(tx, email)
    if person is None:
        raise Gone(f"Nobody has the address {email}.", "`hanse people list` shows all.")
    async with opened.database.system_tx(PURPOSE) as system:
        places = await standing.memberships(system, person.id)
    found = next((each for each in places if each.workspace_id == workspace_id), None)
    if found is None:
        raise Denied(
            f"{person.email} is not in the workspace of these changes.",
            f"`hanse people list --workspace {workspace_id}` shows who is.",
        )
    if needs not in ROLES[Role(found.role)]:
        able = ", ".join(role for role in Role if needs in ROLES[role])
        raise Denied(
            f"{person.email} is {found.role} there and may not: {needs.sentence}",
            f"Name somebody who is one of these: {able}.",
        )
    name = f"{person.name}, by {PURPOSE}"
    return Speaking(Actor(ActorKind.person, person.id, name, person.id), found)


async def approve(args: argparse.Namespace, opened: "Opened") -> int:
    workspace_id, set_id = await place(args, opened)
    if args.id != set_id:
        raise Conflict(
            "One agrees to a whole set, and this is a single change.",
            f"Look at its set: hanse changes show {set_id}",
        )
    who = await speaking(opened, workspace_id, args.email, "changes.set.approve")
    approver = approving.approver_of(who.actor, who.place.role, who.place.limits)
    async with (
        reaching.for_command(opened) as reach,
        opened.database.tx(workspace_id, who.actor, PURPOSE, who.place.limits) as tx,
    ):
        hands = wiring.hands_of(reach)
        state = await approving.approve(hands, tx, set_id, args.preview, approver)
        whole = await reading.whole(hands, tx, set_id)
    if state is State.approved:
        opened.out("It is approved, and goes out as soon as its time has come.")
        opened.out(f"To wait until it is proven: hanse changes commit {set_id}")
    else:
        opened.out(f"Agreed. {receipts.missing(whole)}")
    return 0


async def undo(args: argparse.Namespace, opened: "Opened") -> int:
    workspace_id, set_id = await place(args, opened)
    who = await speaking(opened, workspace_id, args.email, "changes.set.write")
    chosen = frozenset() if args.id == set_id else frozenset({args.id})
    async with (
        reaching.for_command(opened) as reach,
        opened.database.tx(workspace_id, who.actor, PURPOSE, who.place.limits) as tx,
    ):
        hands = wiring.hands_of(reach)
        made = await undoing.undo_set(hands, tx, set_id, chosen, frozenset(args.field))
    for left in made.left:
        opened.out(f"left: {left.finding}")
    for refused in made.proposed.refused if made.proposed else ():
        opened.out(f"left: {' '.join(map(str, refused.findings))}")
    if made.proposed is None or made.proposed.set_id is None:
        opened.out("Nothing of it can be taken back.")
        return 1
    if made.proposed.state is None:
        opened.out("It is large: it is worked out by a worker, and shows up when all is there.")
        opened.out(f"To look at it then: hanse changes show {made.proposed.set_id}")
        return 0
    count = made.proposed.count
    changes = "1 change takes" if count == 1 else f"{count:,} changes take"
    opened.out(f"{changes} it back: {made.proposed.state}, like any other set.")
    opened.out(f"To look at it: hanse changes show {made.proposed.set_id}")
    return 0


# Sending


async def commit(args: argparse.Namespace, opened: "Opened") -> int:
    """The workers send; this asks them to, and tells what becomes of it."""
    workspace_id, set_id = await place(args, opened)
    if args.at is not None:
        return await choose_time(args, opened, workspace_id, set_id)
    clock = opened.database.clock
    until = clock.monotonic() + args.wait
    asked, told = False, ""
    while True:
        async with opened.database.tx(workspace_id, OPERATOR) as tx:
            going = await reading.on_its_way(tx, set_id)
            counts = await reading.counts_of_set(tx, set_id)
            now = tx.now
            if going and not asked:
                await see_a_worker(opened)
                await queue.nudge(tx, by_state(going))
                asked = True
        if (states := receipts.states(counts)) != told:
            opened.out(states)
            told = states
        if not going:
            return ended(opened, set_id, counts)
        waiting = [each.due_at for each in going if each.state is State.approved]
        if len(waiting) == len(going) and min(waiting) > now:
            opened.out(f"It goes out from {receipts.clock(min(waiting))} on, by itself.")
            return 0
        if clock.monotonic() >= until:
            opened.out(f"After {args.wait:g} s it is still on its way, and goes on by itself.")
            opened.out(f"Ask again: hanse changes commit {set_id}")
            return 1
        await asyncio.sleep(LOOK_EVERY_S)


async def choose_time(
    args: argparse.Namespace, opened: "Opened", workspace_id: UUID, set_id: UUID
) -> int:
    """Another time is another preview: it waits for whoever has to agree to it."""
    begins = time_of(args.at)
    if args.email is None:
        raise Rejected("Somebody chooses the time.", next_step="Say who: --as EMAIL.")
    who = await speaking(opened, workspace_id, args.email, "changes.set.write")
    async with (
        reaching.for_command(opened) as reach,
        opened.database.tx(workspace_id, who.actor, PURPOSE, who.place.limits) as tx,
    ):
        hands = wiring.hands_of(reach)
        held = (await reading.whole(hands, tx, set_id)).summary.held
        when = Schedule(begins, held.schedule.not_after)
        await timing.set_time(hands, tx, set_id, when, held.set.version)
        whole = await reading.whole(hands, tx, set_id)
    at = f"from {receipts.clock(begins)} on" if begins else "at once"
    opened.out(f"It goes out {at}, as soon as it is approved.")
    for text in receipts.next_steps(whole):
        opened.out(text)
    return 0


def time_of(given: str) -> datetime | None:
    """An instant with its zone; None for `now`."""
    if given == "now":
        return None
    try:
        at = datetime.fromisoformat(given)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Rejected(
        f"{given[:40]} is no time with a zone.",
        next_step="Write it as 2026-11-27T02:00+08:00, or with Z for UTC.",
    )


async def see_a_worker(opened: "Opened") -> None:
    async with opened.database.system_tx(PURPOSE) as tx:
        seen = await processes.running(tx)
    if not any(each.process.role is ProcessRole.worker for each in seen):
        raise Unavailable(
            "No worker runs, and nobody else sends.", "Start `hanse up`, or `hanse work`."
        )


def by_state(going: Sequence[OnItsWay]) -> Mapping[State, frozenset[UUID]]:
    return {
        state: frozenset(each.account_id for each in going if each.state is state)
        for state in {each.state for each in going}
    }


def ended(opened: "Opened", set_id: UUID, counts: Mapping[State, int]) -> int:
    """What is left for a person, if anything is."""
    left = [state for state in State if counts.get(state) and state not in GOOD]
    for state in left:
        opened.out(f"{counts[state]:,} {state}: {INSTEAD[state]}")
    if left:
        opened.out(f"To see why: hanse changes show {set_id}")
    return 1 if left else 0


VERBS = {
    "list": show_list,
    "drift": show_drift,
    "show": show,
    "approve": approve,
    "commit": commit,
    "undo": undo,
}
