"""The bank's XML, read strictly: no document type, no entities, nothing without an end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from hanse.base.faults import Rejected
from hanse.connectors.ecb.mapping import Cube

BETWEEN = " "  # a namespace and a name
ENVELOPE = "http://www.gesmes.org/xml/2002-08-01 Envelope"
CUBE = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref Cube"
DEPTH_MAX = 8
DAYS_MAX = 20_000  # from 1999, that is more than seventy years
RATES_MAX = 200  # of one day; the bank has published 42 at most
STEP = "Take the file from the European Central Bank again."


@dataclass(slots=True)
class Reading:
    """One document on its way through the parser."""

    path: list[str] = field(default_factory=list)
    day: str | None = None
    rates: list[tuple[str, str]] = field(default_factory=list)
    cubes: list[Cube] = field(default_factory=list)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self.path and name != ENVELOPE:
            raise no_document("it does not begin as one")
        if len(self.path) >= DEPTH_MAX:
            raise no_document(f"its elements stand more than {DEPTH_MAX} deep in each other")
        self.path.append(name)
        if name == CUBE and "time" in attributes:
            self.begin_day(attributes["time"])
        elif name == CUBE and attributes:
            self.take_rate(attributes)

    def begin_day(self, day: str) -> None:
        if self.day is not None:
            raise no_document("a day stands within another")
        if len(self.cubes) >= DAYS_MAX:
            raise no_document(f"it has more than {DAYS_MAX:,} days")
        self.day = day

    def take_rate(self, attributes: Mapping[str, str]) -> None:
        if self.day is None:
            raise no_document("a rate stands outside of every day")
        if not {"currency", "rate"} <= attributes.keys():
            raise no_document("a rate has no currency, or a currency no rate")
        if len(self.rates) >= RATES_MAX:
            raise no_document(f"a day has more than {RATES_MAX} rates")
        self.rates.append((attributes["currency"], attributes["rate"]))

    def end(self, name: str) -> None:
        self.path.pop()
        # A day is two levels below the envelope, its rates three.
        if self.day is not None and len(self.path) == 2:
            self.cubes.append(Cube(self.day, tuple(self.rates)))
            self.day, self.rates = None, []


def read_xml(body: bytes) -> tuple[Cube, ...]:
    """The days as they stand there; `Rejected` for whatever is no such document."""
    reading = Reading()
    parser = expat.ParserCreate(encoding="UTF-8", namespace_separator=BETWEEN)
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.StartDoctypeDeclHandler = refuse_types
    parser.EntityDeclHandler = refuse_types
    try:
        parser.Parse(body, True)
    except expat.ExpatError as wrong:
        said = f"{expat.ErrorString(wrong.code)}, line {wrong.lineno}"
    else:
        if not reading.cubes:
            raise no_document("there is no day in it")
        return tuple(reading.cubes)
    raise no_document(f"it is no whole XML ({said})")


def refuse_types(*_declared: object) -> None:
    """A document type brings entities, and these may grow without end or read other files."""
    raise no_document("it declares a document type, as web pages do")


def no_document(why: str) -> Rejected:
    return Rejected(
        f"This is no document of the European Central Bank with rates: {why}.", next_step=STEP
    )
