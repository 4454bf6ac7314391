"""What of prices can be carried to another workspace: rules, their order, and own tax rates.

Shops, categories and brands stand in it by their names. Floors of single offers and exchange rates
are not settings.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.text import clean
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import portable as catalog
from hanse.rooms.connections.service import portable as connections
from hanse.rooms.pricing.model import checks
from hanse.rooms.pricing.model.layers import Layers
from hanse.rooms.pricing.model.places import OURS, TaxRate
from hanse.rooms.pricing.model.rules import Band, Conditions, CostBand, Mode, Rule, RuleState
from hanse.rooms.pricing.service import rules, taxes

GONE = "(not there any more)"
NO_ID = UUID(int=0)
Path = tuple[str, ...]


class ConditionsRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shops as `shopify/Mugs`, categories by their paths, brands by their names."""

    accounts: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    categories: tuple[Path, ...] = ()
    brands: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cost: CostBand | None = None


class RuleRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`nth`: of several with one name, counted from the top of the list."""

    name: str
    layers: Layers
    conditions: ConditionsRow = ConditionsRow()
    band: Band | None = None
    spread_percent: Decimal = Decimal(0)
    state: Literal["active", "paused"] = "active"
    nth: int = 1


class BookRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The names of the rules in the order in which they are looked at."""

    mode: Literal["first", "stacked"]
    band: Band
    order: tuple[str, ...]


class TaxRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    place: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
    sort: Annotated[str, msgspec.Meta(pattern="^[a-z][a-z_]{0,39}$")]
    percent: Decimal
    since: date
    included: bool
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What rules name, by id."""

    accounts: Mapping[UUID, str]
    categories: Mapping[UUID, Path]
    brands: Mapping[UUID, str]


async def names(tx: Tx) -> Names:
    return Names(
        await connections.account_names(tx),
        await catalog.category_paths(tx),
        await catalog.brand_names(tx),
    )


# Rules


def rule_name(item: RuleRow) -> str:
    return numbered(item.name, item.nth)


async def price_rules(tx: Tx) -> Sequence[RuleRow]:
    return [row for row, _ in (await by_name(tx)).values()]


async def by_name(tx: Tx) -> Mapping[str, tuple[RuleRow, Rule]]:
    known, counts = await names(tx), Counter[str]()
    found: dict[str, tuple[RuleRow, Rule]] = {}
    for rule in (await rules.book(tx)).rules:
        counts[rule.name] += 1
        row = settled_rule(row_of(rule, known, counts[rule.name]))
        found[rule_name(row)] = (row, rule)
    return found


def row_of(rule: Rule, known: Names, nth: int) -> RuleRow:
    given = rule.conditions
    conditions = ConditionsRow(
        tuple(known.accounts.get(each, GONE) for each in given.accounts),
        tuple(given.markets),
        tuple(known.categories.get(each, (GONE,)) for each in given.categories),
        tuple(known.brands.get(each, GONE) for each in given.brands),
        tuple(given.tags),
        given.cost,
    )
    state: Literal["active", "paused"] = "paused" if rule.state is RuleState.paused else "active"
    row = (rule.name, rule.layers, conditions, rule.band, rule.spread_percent, state, nth)
    return RuleRow(*row)


def settled_rule(given: RuleRow) -> RuleRow:
    conditions = msgspec.structs.replace(
        given.conditions,
        **{
            name: tuple(sorted(set(getattr(given.conditions, name))))
            for name in ("accounts", "markets", "categories", "brands", "tags")
        },
    )
    made = msgspec.structs.replace(given, name=clean(given.name), conditions=conditions)
    checks.check(rule_of(made, Conditions()))
    campaign = made.layers.campaign
    if campaign and not (campaign.starts_at.tzinfo and campaign.ends_at.tzinfo):
        said = "The campaign begins and ends at no clear instant."
        step = "Write its times with a zone, as 2026-11-27T00:00:00Z."
        field = "layers.campaign"
        raise Rejected(said, [Finding(Severity.error, "value_wrong", said, step, field)], step)
    return made


def rule_of(row: RuleRow, conditions: Conditions) -> Rule:
    rest = (row.band, row.spread_percent, RuleState(row.state))
    return Rule(NO_ID, row.name, row.layers, conditions, *rest)


async def apply_rules(tx: Tx, moves: Sequence[tuple[RuleRow | None, RuleRow | None]]) -> None:
    """A new one comes last; the order is a part of its own."""
    here, known = await by_name(tx), await names(tx)
    findings: list[Finding] = []
    for before, after in moves:
        rule = here[rule_name(before)][1] if before else None
        if after is None:
            assert rule is not None, "what goes is there"
            await rules.archive(tx, rule.id, rule.version)
            continue
        conditions, missing = conditions_of(after, known)
        if missing:
            findings += missing
            continue
        wanted = rule_of(after, conditions)
        if rule:
            await rules.edit(tx, replace(wanted, id=rule.id), rule.version)
        else:
            await rules.create(tx, wanted)
    if findings:
        raise Rejected("Rules name what is not here.", findings)


def conditions_of(row: RuleRow, known: Names) -> tuple[Conditions, Sequence[Finding]]:
    """With ids for names; a name that nothing has is a finding, for without it a rule would hold
    everywhere."""
    given, name = row.conditions, rule_name(row)
    accounts = {each: account for account, each in known.accounts.items()}
    categories = {path: each for each, path in known.categories.items()}
    brands = {each: brand for brand, each in known.brands.items()}
    missing = [
        *(
            gone(f"{name}.conditions.accounts", f"a shop '{each}'", "Connect it under this name")
            for each in given.accounts
            if each not in accounts
        ),
        *(
            gone(
                f"{name}.conditions.categories",
                f"a category '{catalog.titled(each)}'",
                "Make it, or give it a row under categories",
            )
            for each in given.categories
            if each not in categories
        ),
        *(
            gone(f"{name}.conditions.brands", f"a brand '{each}'", "Make it in the catalogue")
            for each in given.brands
            if each not in brands
        ),
    ]
    if missing:
        return Conditions(), missing
    found = Conditions(
        frozenset(accounts[each] for each in given.accounts),
        frozenset(given.markets),
        frozenset(categories[each] for each in given.categories),
        frozenset(brands[each] for each in given.brands),
        frozenset(given.tags),
        given.cost,
    )
    return found, ()


# How they stand together


async def book(tx: Tx) -> Sequence[BookRow]:
    found = await rules.book(tx)
    order = tuple(await by_name(tx))
    mode: Literal["first", "stacked"] = "stacked" if found.mode is Mode.stacked else "first"
    return [BookRow(mode, found.band, order)]


def book_name(_item: BookRow) -> str:
    return ""


def settled_book(given: BookRow) -> BookRow:
    if wrong := [*checks.of_band(given.band)]:
        finding = Finding(Severity.error, "band", wrong[0].sentence, wrong[0].step, "band")
        raise Rejected(wrong[0].sentence, [finding])
    return msgspec.structs.replace(given, order=tuple(dict.fromkeys(given.order)))


async def apply_book(tx: Tx, moves: Sequence[tuple[BookRow | None, BookRow | None]]) -> None:
    """Rules that the order does not name come after those that it names, as they stand."""
    for _, wanted in moves:
        assert wanted is not None, "there is always an order"
        here = {name: rule.id for name, (_, rule) in (await by_name(tx)).items()}
        missing = [
            gone("order", f"a price rule '{each}'", "Take its name out of the order")
            for each in wanted.order
            if each not in here
        ]
        if missing:
            raise Rejected("The order names rules that are not here.", missing)
        order = [*wanted.order, *(each for each in here if each not in wanted.order)]
        now = await rules.book(tx)
        ids = [here[each] for each in order]
        await rules.arrange(tx, ids, Mode(wanted.mode), wanted.band, now.version)
        if tuple(await by_name(tx))[: len(wanted.order)] != wanted.order:
            said = "Rules of one name are counted from the top of the list."
            step = "Write 'Name' before 'Name no. 2'."
            raise Rejected(said, [Finding(Severity.error, "order", said, step, "order")])


# Taxes


def tax_name(item: TaxRow) -> str:
    return f"{item.place} {item.sort} {item.since}"


async def tax_rates(tx: Tx) -> Sequence[TaxRow]:
    """The workspace's own; those of the program's table are there already."""
    return [
        settled_tax(
            TaxRow(each.place, each.sort, each.percent, each.since, each.included, each.until)
        )
        for row in await taxes.list_taxes(tx)
        if row.id is not None
        for each in [row.rate]
    ]


def settled_tax(given: TaxRow) -> TaxRow:
    said = ""
    if not given.percent.is_finite() or not 0 <= given.percent < 1000:
        said = f"{given.percent} % is no tax."
    elif given.until is not None and given.until <= given.since:
        said = "It ends before it begins."
    if said:
        raise Rejected(said, [Finding(Severity.error, "tax", said, "Correct it.", "percent")])
    return msgspec.structs.replace(given, percent=Decimal(f"{given.percent.normalize():f}"))


async def apply_taxes(tx: Tx, moves: Sequence[tuple[TaxRow | None, TaxRow | None]]) -> None:
    own = {
        (row.rate.place, row.rate.sort, row.rate.since): row.id
        for row in await taxes.list_taxes(tx)
        if row.id is not None
    }
    for before, after in moves:
        if after is not None:
            rate = (after.place, after.sort, after.percent, after.since, after.until)
            await taxes.set_tax(tx, TaxRate(*rate, after.included, OURS))
        elif before is not None:
            await taxes.remove_tax(tx, own[before.place, before.sort, before.since])


def numbered(name: str, nth: int) -> str:
    return name if nth == 1 else f"{name} no. {nth}"


def gone(field: str, what: str, step: str) -> Finding:
    sentence = f"There is no {what.removeprefix('a ')} here."
    return Finding(Severity.error, "name_unknown", sentence, f"{step}, then import again.", field)
