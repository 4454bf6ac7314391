"""What a person does with listings: bring their texts to the shop, publish, hide, end, relist. The
preview is made by the same steps, and nothing is kept of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.changes.model.changes import ChangeSet
from hanse.changes.model.planned import Planned, Target, Wish, mark_of
from hanse.changes.model.states import State
from hanse.changes.service import planning as changes_planning
from hanse.changes.service import proposing
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.listings.model.listings import (
    WANTED_STATES,
    Act,
    Cause,
    Listing,
    Status,
    moved,
    not_in_market,
    not_now,
)
from hanse.rooms.listings.model.plans import Outcome, Refusal
from hanse.rooms.listings.model.stages import STATE
from hanse.rooms.listings.service import comparing, facts, staging
from hanse.rooms.listings.service.comparing import Seen
from hanse.rooms.listings.service.loading import Desk
from hanse.rooms.listings.store import listings as store
from hanse.trade.fields import Fields

SELECTED_MAX = 500
WHOLE_MAX = 500
SHOWN_MAX = 100  # of a preview
TITLES = {
    Act.plan: "Texts and codes",
    Act.publish: "Publish",
    Act.hide: "Hide",
    Act.end: "End",
    Act.relist: "List again",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One change as it would go out, and the listing that it is of."""

    listing_id: UUID
    planned: Planned


@dataclass(frozen=True, slots=True)
class Acted:
    """`items` are the first of a preview; `same`: so many the shop shows already."""

    set_id: UUID | None
    state: State | None
    count: int
    same: int
    items: Sequence[Item]
    refusals: Sequence[Refusal]
    listings: int


async def act(
    desk: Desk, tx: Tx, what: Act, ids: Sequence[UUID], account_id: UUID | None, *, dry: bool
) -> Acted:
    """Of a selection, or of all listings of a shop."""
    chosen = await selected(tx, ids, account_id)
    if not dry:
        await store.hold(tx, [each.id for each in chosen])
    seen = await comparing.look(desk, tx, chosen, by_person=True)
    outcome = await wanted(desk, tx, what, seen)
    if not outcome.wishes:
        if not dry:
            await decline(tx, seen, outcome.refusals, what)
        return Acted(None, None, 0, 0, (), outcome.refusals, len(chosen))
    if dry:
        return await preview(desk, tx, what, outcome, len(chosen))
    made = await proposing.propose(
        desk.hands, tx, outcome.wishes, title=title_of(what, outcome), why=why_of(what)
    )
    refusals = [*outcome.refusals, *refused(outcome, made.refused)]
    if made.set_id:
        gone = {each.listing_id for each in refusals}
        await store.note_set(tx, sorted(set(outcome.of) - gone), made.set_id)
    await decline(tx, seen, refusals, what)
    return Acted(made.set_id, made.state, made.count, made.same, (), refusals, len(chosen))


async def preview(desk: Desk, tx: Tx, what: Act, outcome: Outcome, listings: int) -> Acted:
    """By the same function that plans a set, so that what is shown is what would be proposed."""
    origin = proposing.origin_of(tx)
    made = ChangeSet(tx.ids.new(), title_of(what, outcome), why_of(what), origin, tx.now)
    plan = await changes_planning.plan(desk.hands, tx, made, outcome.wishes, 0)
    by_thing = {
        (wish.account_id, wish.kind, wish.target.remote_id, wish.mark): listing_id
        for wish, listing_id in zip(outcome.wishes, outcome.of, strict=True)
    }
    items = [
        Item(by_thing[key], each) for each in plan.planned if (key := key_of(each)) in by_thing
    ]
    refusals = [*outcome.refusals, *refused(outcome, plan.refused)]
    return Acted(None, None, len(plan.planned), plan.same, items[:SHOWN_MAX], refusals, listings)


def key_of(planned: Planned) -> tuple[UUID, str, str | None, str]:
    change = planned.change
    return change.account_id, change.kind, change.thing.remote_id, mark_of(change)


def refused(outcome: Outcome, found: Sequence[changes_planning.Refused]) -> Sequence[Refusal]:
    return [Refusal(outcome.of[each.place], each.findings) for each in found]


def title_of(what: Act, outcome: Outcome) -> str:
    """A word about one names it."""
    ids = set(outcome.of)
    if len(ids) == 1 and outcome.wishes[0].title:
        return f"{TITLES[what]}: {outcome.wishes[0].title}"[: proposing.TITLE_CHARS_MAX]
    return f"{TITLES[what]}: {len(ids):,} listings"


def why_of(what: Act) -> str:
    return f"Asked for on the page of listings: {TITLES[what].lower()}."


async def selected(tx: Tx, ids: Sequence[UUID], account_id: UUID | None) -> Sequence[Listing]:
    if bool(ids) == (account_id is not None):
        raise Rejected("Choose listings, or one shop.", next_step="Send one of both.")
    if len(ids) > SELECTED_MAX:
        raise Rejected(
            f"These are {len(ids):,} listings; at most {SELECTED_MAX:,} are taken at once.",
            next_step="Take the whole shop, or fewer.",
        )
    if account_id is not None:
        ids = await store.ids_of(tx, account_id, None, WHOLE_MAX + 1)
        if len(ids) > WHOLE_MAX:
            raise Rejected(
                f"The shop has more than {WHOLE_MAX:,} listings, too many for one act.",
                next_step="Hand its fields over to the hub, which keeps them page by page.",
            )
    return await store.get(tx, ids)


# What is wanted


async def wanted(desk: Desk, tx: Tx, what: Act, seen: Sequence[Seen]) -> Outcome:
    refusals: list[Refusal] = []
    good: list[Seen] = []
    for each in seen:
        listing, title = each.loaded.listing, each.loaded.title
        if finding := not_now(what, listing, title) or not_in_market(listing, title):
            refusals.append(Refusal(listing.id, (finding,)))
        else:
            good.append(each)
    outcome = Outcome(refusals=tuple(refusals))
    if what is Act.plan:
        bad = comparing.errors([each for each in good if has_wish(each)])
        stopped = frozenset(each.listing_id for each in bad.refusals)
        return outcome.joined(bad).joined(comparing.without(comparing.wishes(good), stopped))
    new = [each for each in good if each.loaded.listing.remote_id is None]
    there = [each for each in good if each.loaded.listing.remote_id is not None]
    outcome = outcome.joined(await staging.creations(desk, tx, new))
    if what in (Act.publish, Act.relist):
        missing, whole = await staging.completions(desk, tx, there)
        return outcome.joined(missing).joined(await states(desk, tx, what, whole))
    return outcome.joined(await states(desk, tx, what, there))


def has_wish(seen: Seen) -> bool:
    return any(compared.after for *_, compared in seen.sides)


async def states(desk: Desk, tx: Tx, what: Act, seen: Sequence[Seen]) -> Outcome:
    """The first of the states that the platform takes."""
    outcome = Outcome()
    by_shop: dict[UUID, list[Seen]] = {}
    for each in seen:
        by_shop.setdefault(each.loaded.account.id, []).append(each)
    for group in by_shop.values():
        outcome = outcome.joined(await states_at(desk, tx, what, group))
    return outcome


async def states_at(desk: Desk, tx: Tx, what: Act, group: Sequence[Seen]) -> Outcome:
    account = group[0].loaded.account
    power = desk.hands.powers.get((account.platform, STATE))
    if power is None:
        finding = staging.no_power(account.name)
        return Outcome(refusals=tuple(Refusal(s.loaded.listing.id, (finding,)) for s in group))
    targets = [Target(each.loaded.listing.remote_id) for each in group]
    shown = await desk.hands.shown(tx, account.id, power.port, targets)
    wishes: list[Wish] = []
    refusals: list[Refusal] = []
    of: list[UUID] = []
    for each, target in zip(group, targets, strict=True):
        fields = shown[target][0] if target in shown else {}
        tried = {
            state: changes_planning.not_taken(
                power, account.shop, target, fields, {"state": state.value}
            )
            for state in WANTED_STATES[what]
        }
        listing_id = each.loaded.listing.id
        taken = [state for state, why in tried.items() if not why]
        if not taken:
            refusals.append(Refusal(listing_id, tried[WANTED_STATES[what][0]]))
        else:
            after: Fields = {"state": taken[0].value}
            wishes.append(Wish(account.id, STATE, target, after, each.loaded.title))
            of.append(listing_id)
    return Outcome(tuple(wishes), tuple(of), tuple(refusals))


# What was refused


async def decline(tx: Tx, seen: Sequence[Seen], refusals: Sequence[Refusal], what: Act) -> None:
    """What was to be made and is refused says so, with the reason, until it is tried again."""
    if what not in (Act.publish, Act.relist) or not refusals:
        return
    by_id = {each.loaded.listing.id: each.loaded for each in seen}
    rows = [
        (listing.id, moved(listing.status, Cause.declined), None, each.findings[0])
        for each in refusals
        if (listing := by_id[each.listing_id].listing).remote_id is None
        and moved(listing.status, Cause.declined) is Status.refused
    ]
    if rows:
        await store.move(tx, rows)
        told = [
            facts.ListingRefused(listing_id, by_id[listing_id].title[:200], finding.sentence[:500])
            for listing_id, _, _, finding in rows
        ]
        for at in range(0, len(told), log.APPEND_MAX):
            await log.append(tx, *told[at : at + log.APPEND_MAX])
