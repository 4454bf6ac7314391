"""Documents as the bank writes them: the sheet's own example, in the daily file's and the others'
hand."""

from collections.abc import Mapping, Sequence

# A real day, from the sheet.
DAY = "2026-03-18"
RATES = {
    "USD": "1.1500",
    "JPY": "183.49",
    "GBP": "0.86393",
    "CNY": "7.9214",
    "IDR": "19543.10",
    "MYR": "4.5040",
    "PHP": "69.001",
    "SGD": "1.4734",
    "THB": "37.565",
}
HEAD = (
    "<?xml version={q}1.0{q} encoding={q}UTF-8{q}?>"
    "<gesmes:Envelope xmlns:gesmes={q}http://www.gesmes.org/xml/2002-08-01{q}"
    " xmlns={q}http://www.ecb.int/vocabulary/2002-08-01/eurofxref{q}>"
    "<gesmes:subject>Reference rates</gesmes:subject>"
    "<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>"
)
Days = Sequence[tuple[str, Sequence[tuple[str, str]]]]


def daily(day: str = DAY, rates: Mapping[str, str] = RATES) -> bytes:
    """With ' around attributes, and tabs."""
    rows = "".join(f"\n\t\t\t<Cube currency='{c}' rate='{r}'/>" for c, r in rates.items())
    cube = f"\n\t<Cube>\n\t\t<Cube time='{day}'>{rows}\n\t\t</Cube>\n\t</Cube>\n"
    return f"{HEAD.format(q=chr(39))}{cube}</gesmes:Envelope>".encode()


def history(days: Days) -> bytes:
    """With " around attributes, and nothing between elements; the newest day comes first."""
    cubes = "".join(
        f'<Cube time="{day}">'
        + "".join(f'<Cube currency="{c}" rate="{r}"/>' for c, r in rates)
        + "</Cube>"
        for day, rates in days
    )
    return f"{HEAD.format(q=chr(34))}<Cube>{cubes}</Cube></gesmes:Envelope>".encode()


TABLE = b"""Date,USD,JPY,RUB,CYP,
2026-03-18,1.15,183.49,N/A,N/A,
2026-03-17,1.14,183.1,N/A,N/A,
1999-01-04,1.1789,133.73,25.2875,0.58231,
"""
