"""The journeys of people through the whole program, in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest

JOURNEYS = sorted(path.stem for path in (Path(__file__).parent / "journeys").glob("*.mjs"))
LOOKS = ("desktop-light", "desktop-dark", "phone-light", "phone-dark")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_journey(walk: Callable[[str, str], None], journey: str, look: str) -> None:
    walk(journey, look)
