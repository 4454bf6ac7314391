"""Where parcels of an order are. AliExpress gives the carrier's own words and no vocabulary, so
they are shown and make no state; that an order has arrived is told by the order itself."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from hanse.connectors.aliexpress.mapping.odd import many, one, result_of
from hanse.trade.documents import Document
from hanse.trade.supply import Tracked
from hanse.trade.tracking import TrackEvent, TrackReport

MILLISECONDS_MIN, MILLISECONDS_MAX = 10**12, 10**13  # of the years 2001 to 2286


def reports(asked: Sequence[Tracked], document: object) -> Sequence[TrackReport]:
    """One for each parcel that is told; those that were asked for by number alone where one was."""
    result = result_of(Document(document if isinstance(document, Mapping) else {}))
    data = one(result, "data") or Document({})
    wanted = {each.number for each in asked if each.number}
    told = [each for line in many(data, "tracking_detail_line_list") if (each := report(line))]
    return [each for each in told if not wanted or each.number in wanted]


def report(line: Document) -> TrackReport | None:
    line = Document(line.fields, line.path)
    number = line.key("mail_no")
    if number is None:
        return None
    events = sorted(events_of(line), key=lambda each: (each.at is not None, each.at or NEVER))
    return TrackReport(
        number=number,
        carrier=line.filled("carrier_name") or "",
        state=None,
        events=tuple(events),
        promised_by=instant(line, "eta_time_stamps"),
        findings=line.said,
    )


NEVER = datetime.min.replace(tzinfo=UTC)


def events_of(line: Document) -> Iterator[TrackEvent]:
    for node in many(line, "detail_node_list"):
        at = instant(node, "time_stamp")
        yield TrackEvent(
            at=at,
            at_text=node.key("time_stamp") or "",
            state=None,
            word=node.filled("tracking_name") or "",
            text=node.filled("tracking_detail_desc") or "",
            place="",
        )


def instant(document: Document, name: str) -> datetime | None:
    """Milliseconds since 1970, by UTC; a number of another size is none that we know."""
    told = document.whole(name)
    if told is None:
        return None
    if not MILLISECONDS_MIN <= told < MILLISECONDS_MAX:
        document.doubt(name, "not_an_instant", f"'{document.at(name)}' is no time in milliseconds.")
        return None
    return datetime.fromtimestamp(told / 1000, UTC)
