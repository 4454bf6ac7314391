"""When the way of a parcel is asked for again."""

from datetime import UTC, datetime, timedelta

import pytest

from hanse.rooms.purchasing.model.parcels import AGAIN, ask_at
from hanse.trade.tracking import ParcelState

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
FOUND_AND_ASKED = timedelta(minutes=2)  # by the job of the minute, behind others


@pytest.mark.parametrize("state", ParcelState)
def test_a_parcel_is_asked_for_before_what_is_known_of_it_is_too_old(state: ParcelState) -> None:
    again = ask_at(state, NOW)
    if state in AGAIN:
        assert again is not None
        assert NOW + AGAIN[state] * 0.9 < again < NOW + AGAIN[state] - FOUND_AND_ASKED
    else:
        assert again is None
