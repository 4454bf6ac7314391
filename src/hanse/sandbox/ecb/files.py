"""The files as the bank writes them: the day's in single quotes and on lines, the others in one."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
OPENED = (
    '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"'
    ' xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">'
)
SUBJECT = "<gesmes:subject>Reference rates</gesmes:subject>"
SENDER = "<gesmes:name>European Central Bank</gesmes:name>"
CLOSED = "</gesmes:Envelope>"
Row = tuple[str, Decimal | str]
Day = tuple[date, Sequence[Row]]


def daily(days: Sequence[Day]) -> bytes:
    lines = [HEAD, OPENED, f"\t{SUBJECT}", "\t<gesmes:Sender>", f"\t\t{SENDER}"]
    lines += ["\t</gesmes:Sender>", "\t<Cube>"]
    for day, rows in days:
        lines.append(f"\t\t<Cube time='{day}'>")
        lines += [f"\t\t\t<Cube currency='{code}' rate='{rate}'/>" for code, rate in rows]
        lines.append("\t\t</Cube>")
    return "\n".join([*lines, "\t</Cube>", CLOSED]).encode()


def history(days: Sequence[Day]) -> bytes:
    parts = [HEAD, OPENED, SUBJECT, f"<gesmes:Sender>{SENDER}</gesmes:Sender>", "<Cube>"]
    for day, rows in days:
        parts.append(f'<Cube time="{day}">')
        parts += [f'<Cube currency="{code}" rate="{rate}"/>' for code, rate in rows]
        parts.append("</Cube>")
    return "".join([*parts, "</Cube>", CLOSED]).encode()
