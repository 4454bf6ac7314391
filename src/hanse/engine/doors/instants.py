"""Instants that callers send: with a zone, and within the years that anybody means."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

FIRST_AT = datetime(2000, 1, 1, tzinfo=UTC)
LAST_AT = datetime(2200, 1, 1, tzinfo=UTC)


def sensible(at: datetime) -> datetime:
    if not FIRST_AT <= at < LAST_AT:
        raise ValueError("the instant must be between the years 2000 and 2200")
    return at


At = Annotated[AwareDatetime, AfterValidator(sensible)]
