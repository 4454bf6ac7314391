"""Price rules over HTTP: what is sent comes back, in words too; what is wrong is told by field."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.rooms.pricing.routes import prices, rules, taxes
from tests.api.conftest import Door, by_role, ground, opened

__all__ = ["ground"]

pytestmark = pytest.mark.usefixtures("known_jobs")

RULE = {
    "name": "Lamps",
    "state": "active",
    "conditions": {
        "accounts": [],
        "markets": ["AT", "DE"],
        "categories": [str(UUID(int=4))],
        "brands": [],
        "tags": ["brass"],
        "cost": {"currency": "EUR", "least": "5", "below": None},
    },
    "layers": {
        "cost": {"base": "landed", "or_supplier": True},
        "shipping": {"money": {"currency": "EUR", "minor": 110}},
        "fees": {"percent": "12.5", "fixed": {"currency": "EUR", "minor": 30}},
        "tax": {"percent": None, "sort": "standard", "included": None},
        "markup": {"percent": "40", "of": "price", "fixed": None},
        "exchange": {"surcharge_percent": "1", "days_max": 3},
        "voucher": {"percent": "10", "fixed": None},
        "rounding": {"step": "1", "less": "0.01", "way": "up"},
        "floor": {"money": None, "over_cost_percent": "10"},
        "ceiling": {"money": {"currency": "EUR", "minor": 9900}, "at_list": True},
        "campaign": {
            "starts_at": "2026-11-27T00:00:00Z",
            "ends_at": "2026-11-30T00:00:00Z",
            "percent_off": "20",
            "price": None,
        },
    },
    "band": {"percent": "2", "money": {"currency": "EUR", "minor": 20}},
    "spread_percent": "1.5",
}
WORDS = [
    "landed cost, or the supplier's price where there is none",
    "plus shipping of EUR 1.10",
    "plus fees of 12.5 % of the price and EUR 0.30 a sale",
    "plus tax, the standard rate",
    "plus 40 % of the price",
    "at the exchange rate of the day, and 1 % for changing",
    "raised for a voucher of 10 %",
    "rounded up to .99",
    "not below the cost and 10 %",
    "not above EUR 99.00 nor the list price",
    "20 % off from 27 Nov 2026 to 30 Nov 2026",
    "moved by chance, by up to 1.5 %",
]


@pytest.fixture(scope="module")
async def door(ground: Ground) -> AsyncIterator[Door]:
    doors = (rules.doors, prices.doors, taxes.doors)
    async with opened(replace(ground, doors=doors, authenticate=by_role)) as running:
        yield running


async def test_a_rule_comes_back_as_it_was_sent(door: Door, workspace: UUID) -> None:
    who = f"manager:{workspace}"
    async with door.ask("POST", "/api/pricing/rules", who, json=RULE) as response:
        made = await response.json()
        assert response.status == 201, made
    assert {name: made[name] for name in RULE} == RULE
    assert made["words"] == WORDS
    assert made["for_whom"] == (
        "Every offer in AT or DE, in one category or below, with the tag brass,"
        " that costs EUR 5 or more."
    )
    path = f"/api/pricing/rules/{made['id']}"
    async with door.ask("GET", path, f"viewer:{workspace}") as response:
        assert await response.json() == made
        assert response.headers["etag"].startswith('"1')
    headers = {"If-Match": '"1"'}
    paused = RULE | {"state": "paused"}
    async with door.ask("PUT", path, who, headers=headers, json=paused) as response:
        assert (await response.json())["version"] == 2
    async with door.ask("DELETE", path, who, headers={"If-Match": '"2"'}) as response:
        assert response.status == 204
    async with door.ask("GET", "/api/pricing/rules", who) as response:
        assert (await response.json())["rules"] == []


async def test_what_cannot_be_read_is_told_by_its_field(door: Door, workspace: UUID) -> None:
    wrong = RULE | {"layers": {"shipping": {"money": {"currency": "XXX", "minor": 1}}}}
    async with door.ask("POST", "/api/pricing/rules", f"owner:{workspace}", json=wrong) as response:
        told = await response.json(content_type=None)
    assert response.status == 422
    assert [each["field"] for each in told["fields"]] == ["layers"]
    assert "not a currency that we know" in told["fields"][0]["sentence"]


async def test_costs_are_not_for_everybody(door: Door, workspace: UUID) -> None:
    draft = {"offer_id": str(UUID(int=1))}
    for role, status in (("viewer", 403), ("analyst", 404)):
        who = f"{role}:{workspace}"
        async with door.ask("POST", "/api/pricing/quotes", who, json=draft) as response:
            assert response.status == status


async def test_an_effect_of_nothing_is_nothing(door: Door, workspace: UUID) -> None:
    who, asked = f"analyst:{workspace}", {"rule": RULE}
    async with door.ask("POST", "/api/pricing/effects", who, json=asked) as response:
        found = await response.json()
    assert (found["complete"], found["offers"], found["moved"]) == (True, 0, 0)
    assert len(found["steps"]) == len(found["bounds"]) + 1
