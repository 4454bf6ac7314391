"""The journeys of people through the whole program, in a real browser."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.flows.conftest import Walk

JOURNEYS = sorted((Path(__file__).parent / "journeys").glob("*.mjs"))
EMPTY = "export const world = 'empty';"


def walks(empty: bool) -> list[tuple[str, str]]:
    """Each journey in the looks that it names: those in which it may differ."""
    found = []
    for path in JOURNEYS:
        words = path.read_text("utf-8")
        looks = re.search(r"^export const looks = \[(.+)\];$", words, re.MULTILINE)
        assert looks, f"{path.name} says in no look that it is walked"
        if (EMPTY in words) is empty:
            found += [(path.stem, look) for look in re.findall(r"[a-z]+-[a-z]+", looks[1])]
    return found


@pytest.mark.parametrize(("journey", "look"), walks(empty=False))
def test_a_journey(walk: "Walk", journey: str, look: str) -> None:
    walk(journey, look)


@pytest.mark.parametrize(("journey", "look"), walks(empty=True))
def test_a_journey_in_an_empty_world(walk_in_empty: "Walk", journey: str, look: str) -> None:
    walk_in_empty(journey, look)
