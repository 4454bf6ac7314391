"""Suppliers: made, changed, archived; what their platform can do, and what a person accepted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Gone
from hanse.base.text import clean, clean_lines
from hanse.engine.doors.versions import Changed, same_version
from hanse.engine.log import events as log
from hanse.engine.mail.mails import ADDRESS
from hanse.engine.manifest import Connector, Supplies
from hanse.engine.tx import Tx
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import accounts
from hanse.rooms.purchasing.model import suppliers as model
from hanse.rooms.purchasing.model.suppliers import Defaults, Supplier, SupplierState
from hanse.rooms.purchasing.service.term_facts import (
    DefaultsChanged,
    SupplierChanged,
    WishesAccepted,
)
from hanse.rooms.purchasing.store import suppliers as store
from hanse.rooms.stock.model.wording import refused, wrong

Cards = Mapping[str, Connector]  # by platform
WHAT = {
    SupplierState.active: "took up again",
    SupplierState.paused: "paused",
    SupplierState.archived: "archived",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A supplier with its account, where it has one, and what the card of that platform says."""

    supplier: Supplier
    account: Account | None
    card: Supplies | None


async def page(
    tx: Tx, cards: Cards, before: UUID | None, states: Sequence[SupplierState], rows_max: int
) -> Sequence[Shown]:
    return await shown(tx, cards, await store.find(tx, before, states, rows_max))


async def shown(tx: Tx, cards: Cards, found: Sequence[Supplier]) -> Sequence[Shown]:
    ids = sorted({each.account_id for each in found if each.account_id})
    known = {each.id: each for each in await accounts.of_ids(tx, ids)}
    return [
        Shown(each, account, card_of(cards, account))
        for each in found
        for account in [known.get(each.account_id) if each.account_id else None]
    ]


def card_of(cards: Cards, account: Account | None) -> Supplies | None:
    card = cards.get(account.platform) if account else None
    return card.supplies if card else None


async def one(tx: Tx, supplier_id: UUID) -> Supplier:
    return there(await store.get(tx, supplier_id))


async def meant(tx: Tx, supplier_id: UUID) -> Supplier:
    """The one that a list or a form names; `Rejected` where there is none."""
    found = await store.get(tx, supplier_id)
    if found is None:
        sentence = "There is no such supplier here, or not any more."
        raise refused([wrong("supplier", sentence, "Choose one of the list.", "supplier")])
    return found


def there(found: Supplier | None) -> Supplier:
    if found is None:
        raise Gone("There is no such supplier here, or not any more.")
    return found


async def make(tx: Tx, cards: Cards, wanted: Supplier) -> Supplier:
    made = replace(tidied(wanted), id=tx.ids.new(), version=1, made_at=tx.now)
    await check(tx, cards, made)
    made = await with_clock(tx, cards, made)
    await store.lock(tx)
    if await store.count(tx) >= model.SUPPLIERS_MAX:
        sentence = f"There are {model.SUPPLIERS_MAX:,} suppliers, and no more fit."
        raise refused([wrong("many", sentence, "Archive those that you left.", "name")])
    if not await store.add(tx, made):
        raise taken(made)
    told = SupplierChanged(made.id, made.name, "added", {}, model.seen(made), made.version)
    await log.append(tx, told)
    return made


def tidied(wanted: Supplier) -> Supplier:
    return replace(
        wanted,
        name=clean(wanted.name),
        email=wanted.email.strip(),
        memo=clean_lines(wanted.memo),
    )


async def check(tx: Tx, cards: Cards, made: Supplier) -> None:
    findings = [*model.what_is_wrong(made)]
    if made.email and not ADDRESS.fullmatch(made.email):
        sentence = f"{made.email[:80]!r} is no single mail address."
        findings.append(wrong("email", sentence, "Give one such as ana@example.com.", "email"))
    if made.account_id is not None:
        findings += await of_account(tx, cards, made.account_id, made.currency)
    if findings:
        raise refused(findings)


async def with_clock(tx: Tx, cards: Cards, made: Supplier) -> Supplier:
    """How long a dispute can be opened is what its platform says, unless somebody said it."""
    [found] = await shown(tx, cards, [made])
    if made.dispute_days is not None or found.card is None:
        return made
    return replace(made, dispute_days=found.card.disputes_days)


async def of_account(tx: Tx, cards: Cards, account_id: UUID, currency: str) -> Sequence[Finding]:
    found = await accounts.of_ids(tx, [account_id])
    if not found or not found[0].is_connected:
        sentence = "There is no such connected account."
        return [wrong("no_account", sentence, "Choose one of the list.", "account_id")]
    card = card_of(cards, found[0])
    return [*model.not_of_card(card, found[0].shop.currency, currency)]


def taken(made: Supplier) -> Exception:
    sentence = f"There is a supplier called {made.name} already."
    return refused([wrong("taken", sentence, "Choose another name.", "name")])


async def change(tx: Tx, cards: Cards, wanted: Supplier, expected: int) -> Supplier:
    """Its account stays once something was ordered there, for that is followed by it; its currency
    as soon as sums are kept in it. What was accepted is of the account."""
    await store.lock(tx)
    before = there(await store.get(tx, wanted.id, hold=True))
    same_version(expected, before.version)
    made = replace(tidied(wanted), version=before.version + 1)
    if made.account_id != before.account_id:
        made = replace(made, accepted=(), accepted_by=None, accepted_at=None)
    is_ordered, is_priced = await store.in_use(tx, made.id)
    findings: list[Finding] = []
    if is_ordered and made.account_id != before.account_id:
        sentence = f"Orders for buyers stand at the account of {before.name}."
        step = "Keep the account; make another supplier for the new one."
        findings.append(wrong("ordered", sentence, step, "account_id"))
    if is_priced and made.currency != before.currency:
        sentence = f"Prices and orders of {before.name} are kept in {before.currency}."
        step = "Keep the currency; make another supplier for the new one."
        findings.append(wrong("priced", sentence, step, "currency"))
    if findings:
        raise refused(findings)
    if made.state is not SupplierState.archived:
        await check(tx, cards, made)
    if made.account_id != before.account_id:
        made = await with_clock(tx, cards, made)
    if not await store.put(tx, made):
        raise taken(made)
    what = WHAT[made.state] if made.state is not before.state else "changed"
    was, now = model.seen(before), model.seen(made)
    await log.append(tx, SupplierChanged(made.id, made.name, what, was, now, made.version))
    return made


async def accept(
    tx: Tx, cards: Cards, supplier_id: UUID, wishes: Sequence[str], expected: int
) -> Supplier:
    """What is only written for a person there to read is agreed to, once for all its orders."""
    before = there(await store.get(tx, supplier_id, hold=True))
    same_version(expected, before.version)
    [of_it] = await shown(tx, cards, [before])
    if findings := [*model.acceptable(of_it.card, wishes)]:
        raise refused(findings)
    made = replace(
        before,
        accepted=tuple(sorted(set(before.accepted).union(wishes))),
        accepted_by=tx.actor.person_id or tx.actor.id,
        accepted_at=tx.now,
        version=before.version + 1,
    )
    await store.put(tx, made)
    said = ", ".join(sorted(set(wishes)))
    await log.append(tx, WishesAccepted(made.id, made.name, said, made.version))
    return made


async def defaults(tx: Tx) -> Defaults:
    return await store.defaults(tx)


async def set_defaults(
    tx: Tx, wishes: Mapping[str, bool], gift_note: str, expected: int
) -> Defaults:
    if findings := [*model.unknown_wishes(wishes)]:
        raise refused(findings)
    before = await store.defaults(tx)
    same_version(expected, before.version)
    note = clean(gift_note)
    if not await store.put_defaults(tx, wishes, note, expected):
        raise Changed("This was changed meanwhile.", "Read it again and repeat your change.")
    made = await store.defaults(tx)
    was = {"wishes": dict(before.wishes), "gift_note": before.gift_note}
    now = {"wishes": dict(made.wishes), "gift_note": made.gift_note}
    await log.append(tx, DefaultsChanged(was, now, made.version))
    return made


async def names(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Supplier]:
    return await store.of_ids(tx, sorted(set(ids)))


async def usable(tx: Tx, supplier_id: UUID) -> Supplier:
    """One of which something new is wanted."""
    found = await one(tx, supplier_id)
    if found.state is not SupplierState.active:
        raise Conflict(f"{found.name} is {found.state.value}.", "Take it up again first.")
    return found
