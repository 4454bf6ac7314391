"""What the bank's documents become, also those that are odd."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Rejected, Severity
from hanse.connectors.ecb import manifest
from hanse.trade.rates import Published
from tests.connectors.ecb.documents import DAY, HEAD, RATES, TABLE, daily, history

TODAY = date(2026, 3, 20)
TAIL = "</gesmes:Envelope>"


def read(body: bytes) -> Published:
    return manifest.read_file(body, TODAY)


def codes(found: Published) -> list[str]:
    return [each.code for each in found.findings]


def test_a_daily_document_is_one_day_to_its_last_digit() -> None:
    (day,) = read(daily()).rates
    assert (day.day, read(daily()).findings) == (date(2026, 3, 18), ())
    assert {currency: str(value) for currency, value in day.per_euro.items()} == RATES


def test_both_hands_of_the_bank_say_the_same_and_the_oldest_day_comes_first() -> None:
    older = [("USD", "1.14")]
    found = read(history([(DAY, list(RATES.items())), ("2026-03-17", older)]))
    assert [each.day.day for each in found.rates] == [17, 18]
    assert found.rates[1:] == read(daily()).rates
    assert found.findings == ()


@pytest.mark.parametrize(
    ("rates", "code", "sentence", "left"),
    [
        ([("XYZ", "2"), ("USD", "1.1")], "unknown_currency", "'XYZ' is not a currency", {"USD"}),
        ([("EUR", "1"), ("USD", "1.1")], "base_among_rates", "EUR has a rate to itself", {"USD"}),
        ([("USD", "N/A"), ("JPY", "18")], "no_rate", "USD 'N/A' is no rate", {"JPY"}),
        ([("USD", "0.00"), ("JPY", "18")], "no_rate", "USD '0.00' is no rate", {"JPY"}),
        ([("USD", "-1.1"), ("JPY", "18")], "no_rate", "USD '-1.1' is no rate", {"JPY"}),
        ([("USD", "1,15"), ("JPY", "18")], "no_rate", "USD '1,15' is no rate", {"JPY"}),
        ([("USD", "1e9"), ("JPY", "18")], "no_rate", "USD '1e9' is no rate", {"JPY"}),
        ([("USD", "1" * 21), ("JPY", "18")], "no_rate", "USD '1111", {"JPY"}),
        ([("USD", "1.1"), ("USD", "1.1")], "rate_twice", "USD is there twice and the", {"USD"}),
        ([("USD", "1"), ("USD", "2"), ("JPY", "9")], "rate_differs", "USD is there", {"JPY"}),
    ],
)
def test_a_rate_that_is_odd_is_told_and_takes_no_other_with_it(
    rates: list[tuple[str, str]], code: str, sentence: str, left: set[str]
) -> None:
    found = read(history([(DAY, rates)]))
    assert codes(found) == [code]
    assert found.findings[0].sentence.startswith(sentence)
    assert found.findings[0].sentence.endswith(f", on {DAY}.")
    assert [set(each.per_euro) for each in found.rates] == [left]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("18 March 2026", "no_day"),
        ("20260318", "no_day"),
        ("2026-02-30", "no_day"),
        ("", "no_day"),
        ("1998-12-31", "day_too_early"),
        ("2026-03-21", "day_ahead"),  # it would hide every day until then
        ("9999-12-31", "day_ahead"),
    ],
)
def test_a_day_that_cannot_be_is_left_out_and_told(day: str, code: str) -> None:
    found = read(history([(day, [("USD", "9")]), (DAY, [("USD", "1.15")])]))
    assert codes(found) == [code]
    assert [each.day.isoformat() for each in found.rates] == [DAY]


def test_a_day_that_is_there_twice_is_kept_once_or_not_at_all() -> None:
    one, other = [("USD", "1.15")], [("USD", "1.16")]
    same = read(history([(DAY, one), (DAY, one)]))
    assert (codes(same), len(same.rates)) == (["day_twice"], 1)
    torn = read(history([(DAY, one), (DAY, other), ("2026-03-17", one)]))
    assert (codes(torn), [each.day.day for each in torn.rates]) == (["day_differs"], [17])


def test_a_day_without_a_rate_that_can_be_read_is_none() -> None:
    found = read(history([(DAY, [("USD", "N/A")])]))
    assert found.rates == ()
    assert set(codes(found)) == {"no_rate", "day_empty"}


def test_a_word_that_stands_on_many_days_is_told_once_with_the_first_and_the_last() -> None:
    days = [(f"2026-01-{day:02}", [("CYP", "0.58"), ("USD", "1.1")]) for day in (5, 6, 7, 8)]
    (finding,) = read(history(days)).findings
    assert finding.severity is Severity.warning
    assert finding.sentence == (
        "'CYP' is not a currency that we know, on 4 days from 2026-01-05 to 2026-01-08."
    )


def test_findings_have_an_end() -> None:
    names = [f"{a}{b}{c}" for a in "QX" for b in "QXZ" for c in "ABCDEFGHIJKL"]
    found = read(history([(DAY, [("USD", "1.1"), *((name, "1") for name in names)])]))
    assert len(found.findings) == 51
    assert found.findings[-1].sentence == "22 more were found; the first 50 are told."


# What is no such document


def declared(subset: str, entity: str = "&a;") -> bytes:
    body = daily().decode().replace("Reference rates", entity)
    return body.replace("?>", f"?><!DOCTYPE gesmes:Envelope [{subset}]>", 1).encode()


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
NO_DOCUMENTS = {
    "nothing": b"",
    "a page of the web": b"<!DOCTYPE html><html><body>Service unavailable</body></html>",
    "a page of the web without a type": b"<html><body>Service unavailable</body></html>",
    "cut off": daily()[:-40],
    "cut off in the middle": daily()[: len(daily()) // 2],
    "two in one": daily() + daily(),
    "an entity": declared('<!ENTITY a "Reference rates">'),
    "an entity from a file": declared('<!ENTITY a SYSTEM "file:///etc/passwd">'),
    "entities without end": declared(f'<!ENTITY a0 "ha">{BOMB}', "&a11;"),
    "an entity that nobody declared": daily().replace(b"Reference rates", b"&a;"),
    "another namespace": daily().replace(b"www.gesmes.org", b"www.example.org"),
    "no day": (HEAD.format(q='"') + "<Cube></Cube>" + TAIL).encode(),
    "a rate without a day": (
        HEAD.format(q='"') + '<Cube><Cube currency="USD" rate="1"/></Cube>' + TAIL
    ).encode(),
    "a currency without a rate": daily().replace(b" rate='1.1500'", b""),
    "a day in a day": daily().replace(b"<Cube currency='USD' rate='1.1500'/>", b"<Cube time='x'/>"),
    "deep": (HEAD.format(q='"') + "<Cube>" * 50 + "</Cube>" * 50 + TAIL).encode(),
    "a day of far too many rates": history([(DAY, [("USD", "1.1")] * 201)]),
    "another coding": daily().decode().encode("utf-16"),
    "a table of something else": b"Name,Price\nLamp,9\n",
    "a table without days": b"Date,USD\n",
    "a line of another length": b"Date,USD,JPY\n2026-03-18,1.1\n",
    "a currency that is none": b"Date,USD,Yen\n2026-03-18,1.1,9\n",
    "bytes": bytes(range(256)),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "a zip": b"PK\x03\x04" + bytes(200),
}


@pytest.mark.parametrize("name", NO_DOCUMENTS)
def test_what_is_no_such_document_is_refused_whole(name: str) -> None:
    with pytest.raises(Rejected, match="no document of the European Central Bank") as refused:
        read(NO_DOCUMENTS[name])
    assert refused.value.next_step == "Take the file from the European Central Bank again."


def test_the_table_of_the_whole_history_is_read() -> None:
    found = read(TABLE)
    assert [each.day.isoformat() for each in found.rates] == [
        "1999-01-04",
        "2026-03-17",
        "2026-03-18",
    ]
    assert found.rates[-1].per_euro == {"USD": Decimal("1.15"), "JPY": Decimal("183.49")}
    assert found.rates[0].per_euro["RUB"] == Decimal("25.2875")
    assert codes(found) == ["unknown_currency"]  # CYP ended in 2007
    assert read(TABLE.replace(b",\n", b"\n")) == found


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode()))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for each in (body, b"<" + body, b"Date,USD\n" + body):
        read_or_refused(each)


@given(st.data())
def test_a_document_that_was_tampered_with_is_read_or_refused(data: st.DataObject) -> None:
    body = daily()
    at = data.draw(st.integers(0, len(body)))
    cut = data.draw(st.integers(0, 40))
    put = data.draw(
        st.binary(max_size=20)
        | st.sampled_from(
            [
                b"<!DOCTYPE a>",
                b"<![CDATA[",
                b"&lt;",
                b"<Cube>",
                b"</Cube>",
                b"<?x?>",
                b"<!--",
                b"\xff",
            ]
        )
    )
    read_or_refused(body[:at] + put + body[at + cut :])


amounts = st.decimals("0.0001", "999999", allow_nan=False, places=4).map(str)


@given(st.dictionaries(st.sampled_from([*RATES, "AUD", "CHF"]), amounts, min_size=1))
def test_whatever_rates_are_published_come_through_unchanged(rates: dict[str, str]) -> None:
    found = read(daily(DAY, rates))
    assert found.findings == ()
    assert [dict(each.per_euro) for each in found.rates] == [
        {currency: Decimal(text) for currency, text in rates.items()}
    ]


def read_or_refused(body: bytes) -> None:
    try:
        found = read(body)
    except Rejected:
        return
    assert found.rates or found.findings
    for day in found.rates:
        assert day.day <= TODAY
        assert all(value > 0 for value in day.per_euro.values())


def test_a_file_that_is_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(Rejected, match="more than 64 MB"):
        read(bytes(64 * 1024**2 + 1))
