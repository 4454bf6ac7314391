"""What is set of goods, prices and listings, carried by names; nothing is in it by its id."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from hanse.app import wiring
from hanse.app.portability import PARTS
from hanse.base.faults import Rejected
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.metrics import Meter
from hanse.engine.tx import Actor, ActorKind, Database, Tx
from hanse.rooms.catalog.service import naming
from hanse.rooms.config.service import files, importing
from hanse.rooms.config.service.importing import Preview
from hanse.rooms.pricing.service import rules
from tests.api import shops
from tests.api.conftest import reaching
from tests.rooms.billing.conftest import made

ROOT = Actor(ActorKind.system, None, "operator")
RULE = {
    "name": "Lamps",
    "layers": {"cost": {"base": "landed"}, "markup": {"percent": "40"}},
    "conditions": {"accounts": ["woocommerce/Mugs"], "categories": [["Home", "Lamps"]]},
    "band": {"percent": "2"},
}
GOODS = {
    "attributes": [{"key": "colour", "name": "Colour", "type": "choice", "choices": ["red"]}],
    "categories": [{"path": ["Home", "Lamps"]}, {"path": ["Home"]}],
    "price_rules": [RULE, {**RULE, "nth": 2, "state": "paused"}, {**RULE, "name": "All"}],
    "price_order": {
        "mode": "stacked",
        "band": {"percent": "1"},
        "order": ["All", "Lamps", "Lamps no. 2"],
    },
    "taxes": [
        {
            "place": "DE",
            "sort": "books",
            "percent": "7.0",
            "since": "2026-01-01",
            "included": True,
        }
    ],
    "mappings": [
        {"platform": "shopify", "category": ["Home", "Lamps"], "theirs": "gid-1"},
        {"platform": "shopify", "attribute": "colour", "theirs": "color", "value": "red"},
    ],
    "templates": [
        {
            "name": "Titles",
            "field": "title",
            "text": "{title} {attribute.colour}",
            "account": "woocommerce/Mugs",
            "category": ["Home"],
        }
    ],
    "words": [{"text": "Free gold", "severity": "error", "platform": "shopify"}],
    "supply_wishes": {"wishes": {"no_price": True}, "gift_note": "With love"},
    "letters": [
        {"teller": "us", "stages": ["sent", "delivered"], "reply_to": "help@shop.example"},
        {"account": "woocommerce/Mugs", "teller": "shop", "stages": []},
    ],
    "letter_words": [
        {"stage": "sent", "language": "id", "subject": "Pesanan {order}", "text": "Halo {name}"}
    ],
}


def file(parts: Any = None, **more: Any) -> dict[str, Any]:
    return {"format": "hanse-config", "version": 1, "parts": {**(parts or GOODS), **more}}


@dataclass(frozen=True)
class Place:
    database: Database
    workspace: UUID

    @asynccontextmanager
    async def tx(self) -> AsyncIterator[Tx]:
        async with self.database.tx(self.workspace, ROOT) as tx:
            yield tx

    async def preview(self, given: dict[str, Any]) -> Preview:
        async with self.tx() as tx:
            return await importing.preview(tx, PARTS, given)

    async def bring(self, given: dict[str, Any]) -> UUID | None:
        found = await self.preview(given)
        assert not found.findings, found.findings
        async with self.tx() as tx:
            done = await importing.apply(tx, PARTS, given, found.fingerprint)
        return done.id if done else None

    async def parts(self) -> Any:
        async with self.tx() as tx:
            return (await files.exported(tx, PARTS))["parts"]


async def place(database: Database, *names: str) -> Place:
    found = Place(database, await made(database))
    async with found.tx() as tx:
        for name in names:
            await shops.account(tx, name)
    return found


@pytest.fixture(scope="module", autouse=True)
async def jobs(database: Database) -> None:
    """Shops and rules have work done, so it is known by name."""
    meter = Meter()
    async with reaching(database, meter) as reach:
        await prepare(database, collect(wiring.jobs_of(reach.wire, reach, meter)))


@pytest.fixture
async def here(database: Database) -> Place:
    return await place(database, "Mugs")


async def test_all_of_it_goes_to_another_workspace_and_comes_back_the_same(
    database: Database, here: Place
) -> None:
    assert await here.bring(file())
    parts = await here.parts()
    assert await here.bring(file(parts)) is None, "what was exported changes nothing"
    assert await here.bring(file()) is None, "the same file again changes nothing"
    assert [row["path"] for row in parts["categories"]] == [["Home"], ["Home", "Lamps"]]
    assert parts["price_order"]["order"] == ["All", "Lamps", "Lamps no. 2"]
    there = await place(database, "Mugs", "Mugs")
    assert await there.bring(file(parts))
    assert await there.parts() == parts
    text = str(parts)
    async with here.tx() as tx:
        ids = [each.id for each in await naming.categories(tx)]
        ids += [each.id for each in (await rules.book(tx)).rules]
    assert not [each for each in (*ids, here.workspace) if str(each) in text]


async def test_what_cannot_be_found_is_told_with_its_row_and_nothing_is_done(
    database: Database,
) -> None:
    bare = await place(database)
    parts = {**GOODS, "categories": [{"path": ["Home"]}]}
    told = {(each.field, each.sentence) for each in (await bare.preview(file(parts))).findings}
    field = "parts.price_rules.0.conditions"
    assert (
        f"{field}.accounts",
        "Price rules, row 1, conditions.accounts: There is no shop 'woocommerce/Mugs' here.",
    ) in told
    assert (
        f"{field}.categories",
        "Price rules, row 1, conditions.categories: There is no category 'Home / Lamps' here.",
    ) in told
    assert ("parts.templates.0.account") in {each for each, _ in told}
    assert ("parts.mappings.0.category") in {each for each, _ in told}
    assert ("parts.letters.1.account") in {each for each, _ in told}
    async with bare.tx() as tx:
        seen = await importing.preview(tx, PARTS, file(parts))
        with pytest.raises(Rejected, match="so nothing was changed"):
            await importing.apply(tx, PARTS, file(parts), seen.fingerprint)
    assert (await bare.parts())["attributes"] == []


async def test_a_category_without_the_one_above_it_is_told(here: Place) -> None:
    found = await here.preview(file({"categories": [{"path": ["Home", "Lamps"]}]}))
    [finding] = found.findings
    assert finding.sentence.endswith("'Home / Lamps' stands under 'Home', which is not there.")
    assert finding.next_step.startswith("Give that one a row too")


ODD: list[dict[str, Any]] = [
    {"categories": [{"path": ["Home"]}, {"path": ["home"]}]},
    {"categories": [{"path": ["Home"]}, {"path": ["home", "Lamps"]}]},
    {"categories": [{"path": ["home"]}, {"path": ["home", " Lamps "]}]},
    {"categories": [{"path": ["Home", "Lamps"]}]},
    {"categories": [{"path": []}]},
    {"webhooks": [{"name": "A", "url": "https://example.com/", "nth": 2}]},
    {"webhooks": [{"name": "A", "url": "https://example.com/", "nth": -1}]},
    {"webhooks": [{"name": "A no. 2", "url": "https://example.com/"}]},
    {"mappings": [{"platform": "shopify", "theirs": "x", "category": [], "attribute": ""}]},
    {"mappings": [{"platform": "shopfy", "theirs": "x", "attribute": "colour"}]},
    {"mappings": [{"platform": "shopify", "theirs": " x ", "attribute": "colour"}]},
    {"mappings": [{"platform": "shopify", "theirs": "x", "category": ["home", "lamps"]}]},
    {"templates": [{"name": " T ", "field": "title", "text": "{title}", "account": ""}]},
    {"templates": [{"name": "T", "field": "title", "text": "{nobody}"}]},
    {"words": [{"text": "Gold", "severity": "error"}, {"text": "GOLD", "severity": "hint"}]},
    {"words": [{"text": " Gold ", "severity": "error"}]},
    {
        "taxes": [
            {"place": "DE", "sort": "x", "percent": 7, "since": "2026-01-01", "included": True}
        ]
    },
    {
        "taxes": [
            {"place": "de", "sort": "x", "percent": 7, "since": "2026-01-01", "included": True}
        ]
    },
    {"price_order": {"mode": "first", "band": {}, "order": ["Lamps no. 2", "Lamps", "All"]}},
    {"price_order": {"mode": "first", "band": {}, "order": ["All", "Lamps", "Lamps no. 2"]}},
    {"price_order": {"mode": "first", "band": {}, "order": ["Nobody"]}},
    {"attributes": [{"key": "colour", "name": "C", "type": "text"}]},
    {"attributes": [{"key": "colour", "name": " C ", "type": "choice", "choices": ["a", "a "]}]},
    {"role_limits": [{"role": "manager", "amount_minor": 5}]},
    {
        "price_rules": [
            {"name": "X", "layers": {"shipping": {"money": {"currency": "X", "minor": 1}}}}
        ]
    },
    {
        "price_rules": [
            {
                "name": "X",
                "layers": {
                    "campaign": {
                        "starts_at": "2026-11-27T00:00:00",
                        "ends_at": "2026-11-28T00:00:00",
                        "percent_off": "5",
                    }
                },
            }
        ]
    },
    {"letters": [{"reply_to": "help@shop.example, me@shop.example"}]},
    {"letters": [{"reply_to": " help@shop.example ", "stages": ["delivered", "sent"]}]},
    {"letters": [{"account": ""}, {"teller": "us"}]},
    {"letters": [{"account": "woocommerce/Caps", "teller": "us"}]},
    {"letter_words": [{"stage": "sent", "language": "en", "subject": "S", "text": "{who}"}]},
    {"letter_words": [{"stage": "sent", "language": "en", "subject": " S ", "text": "T"}]},
    {"supply_wishes": {"wishes": {"gold": True}}},
    {"supply_wishes": {"gift_note": "x" * 201}},
]


async def test_an_odd_file_is_told_what_is_wrong_or_imported_once_for_good(here: Place) -> None:
    await here.bring(file())
    refused = []
    for place, parts in enumerate(ODD):
        found = await here.preview(file(parts))
        if found.findings:
            refused.append(place)
            assert all(each.sentence and each.next_step and each.field for each in found.findings)
            continue
        await here.bring(file(parts))
        again = await here.preview(file(parts))
        assert not any(each.changes for each in again.parts), parts
        await here.bring(file())
    assert refused == [
        0,
        1,
        3,
        4,
        5,
        6,
        8,
        9,
        11,
        13,
        14,
        17,
        18,
        20,
        21,
        23,
        24,
        25,
        26,
        28,
        29,
        30,
        32,
        33,
    ]


async def test_a_layer_that_nobody_knows_is_not_lost_in_silence(here: Place) -> None:
    rule = {**RULE, "layers": {"markup": {"percent": "40", "percnt": "4"}}}
    [finding] = (await here.preview(file({"price_rules": [rule]}))).findings
    assert finding.field == "parts.price_rules.0.layers.markup.percnt"


async def test_taken_back_it_is_as_before_but_for_a_rule_that_somebody_edited(
    here: Place,
) -> None:
    before = await here.parts()
    done = await here.bring(file())
    assert done
    parts = await here.parts()
    edited = {**RULE, "name": "All", "band": {"percent": "9"}}
    rows = [edited if row["name"] == "All" else row for row in parts["price_rules"]]
    assert await here.bring(file({"price_rules": rows}))
    async with here.tx() as tx:
        _, plan = await importing.undo(tx, PARTS, done)
    assert [(one.name, one.field) for one in plan.left["price_rules"]] == [("All", "")]
    after = await here.parts()
    assert [row["name"] for row in after["price_rules"]] == ["All"]
    # What the rule that stays stands on was put away, and its name says so.
    assert {name: after[name] for name in after if name not in ("price_rules", "price_order")} == {
        name: before[name] for name in before if name not in ("price_rules", "price_order")
    }
