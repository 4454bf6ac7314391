"""Instants and days that callers send: written out, an instant with a zone, and within the years
that anybody means. A number would be taken for seconds since 1970."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

FIRST_AT = datetime(2000, 1, 1, tzinfo=UTC)
LAST_AT = datetime(2200, 1, 1, tzinfo=UTC)
WRITTEN = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def sensible(at: datetime) -> datetime:
    if not FIRST_AT <= at < LAST_AT:
        raise ValueError("the instant must be between the years 2000 and 2200")
    return at


def written_out(given: object) -> object:
    if not isinstance(given, date) and not (isinstance(given, str) and WRITTEN.match(given)):
        raise ValueError("it is written as 2026-11-20, and an instant as 2026-11-20T14:03:05Z")
    return given


At = Annotated[AwareDatetime, BeforeValidator(written_out), AfterValidator(sensible)]
Day = Annotated[date, BeforeValidator(written_out)]
