"""What the bank, or whatever stands before it, may answer; over real sockets."""

from datetime import date

import pytest

from hanse.base.faults import Fault, Rejected, Throttled, Unavailable
from hanse.connectors.ecb import manifest
from hanse.engine.routing import Route
from hanse.trade.rates import Span
from tests.connectors.ecb.documents import daily
from tests.engine.wire_servers import http, saying, stranger, wire

PAGE = {"Content_Type": "text/html"}
GZIP = b"\x1f\x8b\x08\x00" + bytes(40)


@pytest.mark.parametrize(
    ("answer", "fault", "sentence"),
    [
        (http(404), Unavailable, "has no file of rates at the moment"),
        (http(403, b"<html>No robots</html>", **PAGE), Unavailable, "has no file of rates"),
        (http(503), Unavailable, "overloaded or under maintenance"),
        (http(429, Retry_After="60"), Throttled, "asks us to slow down"),
        (http(200, b"<html><body>Soon</body></html>", **PAGE), Unavailable, "it does not begin"),
        (http(200, b"<!DOCTYPE html><p>Soon", **PAGE), Unavailable, "declares a document type"),
        (http(200, daily()[:-30]), Unavailable, "it is no whole XML"),
        (http(200), Unavailable, "it is no whole XML"),
        (http(200, GZIP, Content_Encoding="gzip"), Unavailable, "answer"),
        (http(200, bytes(4 * 1024**2 + 1)), Rejected, "4194304"),
        (http(301, Location="http://www.example.org/rates.xml"), Rejected, "without encryption"),
    ],
)
async def test_what_is_no_file_of_rates_has_its_fault(
    answer: bytes, fault: type[Fault], sentence: str
) -> None:
    async with (
        stranger(saying(answer)) as bank,
        wire(routes=[Route("www.ecb.europa.eu", bank.url("").rstrip("/"))]) as out,
    ):
        with pytest.raises(fault, match=sentence) as raised:
            await out.send(manifest.call_for(Span.day, None), manifest.words)
    assert "<" not in str(raised.value)


async def test_an_answer_is_read_and_says_nothing_new_where_nothing_has_changed() -> None:
    today = date(2026, 3, 18)
    for answer, days in ((http(200, daily()), 1), (http(304), 0)):
        async with (
            stranger(saying(answer)) as bank,
            wire(routes=[Route("www.ecb.europa.eu", bank.url("").rstrip("/"))]) as out,
        ):
            found = await out.send(manifest.call_for(Span.day, today), manifest.words)
        told = manifest.published(found, today)
        assert (len(told.rates), told.findings) == (days, ())
