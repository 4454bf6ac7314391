"""Rules: written, put in order, paused and put away; every version says who made it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import msgspec

from hanse.base.faults import Conflict, Finding, Gone, Rejected, Severity
from hanse.base.text import clean
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.pricing.model import checks
from hanse.rooms.pricing.model.rules import Band, Book, Mode, Rule, RuleState
from hanse.rooms.pricing.service import facts, queue
from hanse.rooms.pricing.store import rules as store

LISTED = (RuleState.active, RuleState.paused)


async def book(tx: Tx) -> Book:
    """With the rules that are paused."""
    return await store.book(tx, LISTED)


async def rule(tx: Tx, rule_id: UUID) -> Rule:
    found = await store.get(tx, rule_id)
    if found is None:
        raise Gone("There is no such price rule, or not any more.")
    return found


def edited_by(tx: Tx, wanted: Rule) -> Rule:
    """Whoever edits answers from now on for what the rule proposes. A key speaks for its maker."""
    person = tx.actor.person_id or tx.actor.id
    return replace(
        wanted,
        name=clean(wanted.name),
        person_id=person,
        person=tx.actor.name,
        changed_at=tx.now,
    )


async def create(tx: Tx, wanted: Rule) -> Rule:
    """As the last one of the list."""
    made = edited_by(tx, replace(wanted, id=tx.ids.new(), version=1))
    checks.check(made)
    await store.lock(tx)
    if len((await store.book(tx, LISTED)).rules) >= checks.RULES_MAX:
        raise Conflict(
            f"There are {checks.RULES_MAX} price rules, and no more fit.",
            "Put one away that you need no more.",
        )
    await store.add(tx, made)
    await tell(tx, made, "made", {}, seen(made))
    return made


async def edit(tx: Tx, wanted: Rule, expected: int) -> Rule:
    """If nobody else has edited it meanwhile."""
    before = await rule(tx, wanted.id)
    same_version(expected, before.version)
    made = edited_by(tx, replace(wanted, version=before.version + 1))
    checks.check(made)
    await store.change(tx, made)
    await tell(tx, made, WHAT.get((before.state, made.state), "edited"), seen(before), seen(made))
    return made


WHAT = {
    (RuleState.active, RuleState.paused): "paused",
    (RuleState.paused, RuleState.active): "resumed",
    (RuleState.active, RuleState.archived): "put away",
    (RuleState.paused, RuleState.archived): "put away",
}


async def archive(tx: Tx, rule_id: UUID, expected: int) -> None:
    """It makes no price any more; what it once wanted still says so."""
    found = await rule(tx, rule_id)
    if found.state is not RuleState.archived:
        await edit(tx, replace(found, state=RuleState.archived), expected)


async def arrange(tx: Tx, rule_ids: Sequence[UUID], mode: Mode, band: Band, expected: int) -> Book:
    """The order in which rules are looked at, how they stand together, and the usual band."""
    await store.lock(tx)
    before = await store.book(tx, LISTED)
    same_version(expected, before.version)
    there = {each.id for each in before.rules}
    if set(rule_ids) != there or len(rule_ids) != len(there):
        raise Rejected(
            "The order does not name each rule once.",
            [
                Finding(
                    Severity.error,
                    "order",
                    f"There are {len(there)} rules; the order names {len(set(rule_ids) & there)}"
                    " of them.",
                    "Read the rules again and put all of them in order.",
                    "rules",
                )
            ],
        )
    if wrong := [*checks.of_band(band)]:
        raise Rejected(wrong[0].sentence, next_step=wrong[0].step)
    await store.put_in_order(tx, rule_ids)
    version = await store.put_book(tx, mode, band)
    after = await store.book(tx, LISTED)
    told = facts.BookChanged(arranged(before), arranged(after), version)
    await log.append(tx, told)
    await queue.ask_all(tx, "rules")
    return after


async def tell(
    tx: Tx, made: Rule, what: str, before: Mapping[str, object], after: Mapping[str, object]
) -> None:
    await log.append(tx, facts.RuleChanged(made.id, made.name, what, before, after, made.version))
    await queue.ask_all(tx, "rules")


def seen(rule: Rule) -> Mapping[str, object]:
    """Without what did not change by itself: who and when stand in the event."""
    document = msgspec.to_builtins(rule, order="deterministic")
    return {name: document[name] for name in ("name", "state", "conditions", "layers", "band")} | {
        "spread_percent": document["spread_percent"]
    }


def arranged(book: Book) -> Mapping[str, object]:
    return {
        "mode": book.mode.value,
        "band": msgspec.to_builtins(book.band),
        "rules": [each.name for each in book.rules],
    }
