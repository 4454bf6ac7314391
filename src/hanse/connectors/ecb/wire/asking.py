"""Which file is asked for, and what its answer is."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hanse.base.faults import Fault, Rejected, Unavailable
from hanse.connectors.ecb.mapping import Cube
from hanse.connectors.ecb.wire.envelope import read_xml
from hanse.connectors.ecb.wire.files import BYTES_MAX
from hanse.engine.wire.call import Limits, Timeouts
from hanse.engine.wire.wire import Answer, Call, by_status
from hanse.trade.rates import Span

ADDRESS = "https://www.ecb.europa.eu/stats/eurofxref"
FILES: Mapping[Span, str] = {
    Span.day: "eurofxref-daily.xml",
    Span.days_90: "eurofxref-hist-90d.xml",
    Span.everything: "eurofxref-hist.xml",
}
ACCEPT = "application/xml, text/xml"
UNCHANGED = 304
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FRANKFURT = ZoneInfo("Europe/Berlin")
SMALL = Limits(received_bytes_max=4 * 1024**2, redirects_max=2)
WHOLE = Limits(received_bytes_max=BYTES_MAX, redirects_max=2)
PATIENT = Timeouts(first_byte_s=30.0, whole_s=300.0)


def call_for(span: Span, newest: date | None) -> Call:
    """With the newest day that is known, the file comes only if it was written after that day's."""
    headers = {"Accept": ACCEPT}
    if newest is not None:
        # After all that was written on that day, and before the rates of the next one.
        midnight = datetime.combine(newest + timedelta(days=1), time(), FRANKFURT)
        headers["If-Modified-Since"] = http_date(midnight)
    whole = span is Span.everything
    return Call(
        "GET",
        f"{ADDRESS}/{FILES[span]}",
        writes=False,
        headers=headers,
        limits=WHOLE if whole else SMALL,
        timeouts=PATIENT if whole else Timeouts(),
    )


def http_date(at: datetime) -> str:
    """In English, whatever language this machine is set to."""
    there = at.astimezone(UTC)
    weekday, month = WEEKDAYS[there.weekday()], MONTHS[there.month - 1]
    return f"{weekday}, {there.day:02} {month} {there.year} {there:%H:%M:%S} GMT"


def words(answer: Answer) -> Fault | None:
    """Every file is always there: where it is not, or is no rates, the place is being worked on."""
    if answer.status in (403, 404, 410):
        return Unavailable(f"{answer.host} has no file of rates at the moment ({answer.status}).")
    if fault := by_status(answer):
        return fault
    try:
        cubes_of(answer)
    except Rejected as unreadable:
        sentence = unreadable.sentence
    else:
        return None
    return answer.call.lost(f"{answer.host} answered, but: {sentence}")


def cubes_of(answer: Answer) -> tuple[Cube, ...]:
    """The days in it; none where nothing has changed."""
    return () if answer.status == UNCHANGED else read_xml(answer.body)
