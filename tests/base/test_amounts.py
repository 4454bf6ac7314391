"""Amounts as people write them."""

import re
from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.amounts import (
    MARKS,
    SIGNS,
    format_money,
    format_number,
    marks,
    parse_money,
    parse_number,
)
from hanse.base.currency import EXPONENTS, display_decimals
from hanse.base.faults import Rejected
from hanse.base.money import Money, UnitCost

locales = st.sampled_from(sorted(MARKS))
currencies = st.sampled_from(sorted(EXPONENTS))


@st.composite
def as_written(draw: st.DrawFn) -> Money:
    """Money without the decimals that nobody writes."""
    currency = draw(currencies)
    unwritten = EXPONENTS[currency] - display_decimals(currency)
    return Money(currency, draw(st.integers(-(10**12), 10**12)) * 10**unwritten)


# Marks


@pytest.mark.parametrize("locale", MARKS)
def test_marks_are_those_of_the_unicode_locale_data(locale: str) -> None:
    symbols = Locale.parse(locale, sep="-").number_symbols["latn"]
    assert (marks(locale).group, marks(locale).decimal) == (symbols["group"], symbols["decimal"])


@pytest.mark.parametrize(
    ("tag", "same"), [("en_SG", "en"), ("id-ID", "id"), ("zh-Hant-TW", "zh"), ("pt_PT", "pt-PT")]
)
def test_a_region_has_the_marks_of_its_language_unless_it_has_its_own(tag: str, same: str) -> None:
    assert marks(tag) is MARKS[same]


@pytest.mark.parametrize("locale", ["", "xx", "english", "EN"])
def test_an_unknown_language_is_refused_with_the_known_ones(locale: str) -> None:
    message = (
        f"How numbers are written in '{locale}' is not known here. Choose one of de, de-CH, en"
    )
    with pytest.raises(Rejected, match=message):
        marks(locale)


# Formatting


@pytest.mark.parametrize(
    ("money", "locale", "text"),
    [
        (Money("SGD", 1390), "en", "SGD 13.90"),
        (Money("SGD", 1390), "id", "SGD 13,90"),
        (Money("IDR", 9_790_000), "en", "IDR 97,900"),
        (Money("IDR", 9_790_000), "id", "IDR 97.900"),
        (Money("IDR", 9_790_050), "id", "IDR 97.900,50"),
        (Money("JPY", -500), "ja", "JPY \u2212500"),
        (Money("VND", 1_250_000), "vi", "VND 1.250.000"),
        (Money("EUR", 123_456), "fr", "EUR 1\u202f234,56"),
        (Money("EUR", 123_456), "es", "EUR 1234,56"),
        (Money("EUR", 1_234_567), "es", "EUR 12.345,67"),
        (Money("EUR", 1_234_567_890), "es", "EUR 12.345.678,90"),
        (Money("CHF", 123_456), "de-CH", "CHF 1\u2019234.56"),
        (Money("KWD", -1_234_500), "en", "KWD \u22121,234.500"),
        (Money("SGD", 0), "en", "SGD 0.00"),
        (Money("SGD", 99_999), "en", "SGD 999.99"),
        (UnitCost("USD", Decimal("0.0035")), "de", "USD 0,0035"),
        (UnitCost("USD", Decimal("1234.5")), "de", "USD 1.234,50"),
    ],
)
def test_money_is_shown_as_the_person_reads_it(
    money: Money | UnitCost, locale: str, text: str
) -> None:
    assert format_money(money, locale) == text


def test_four_digits_stay_together_where_that_is_the_custom() -> None:
    together = {locale for locale in MARKS if format_number(Decimal(1234), locale) == "1234"}
    assert together == {"es", "it", "pl", "pt-PT"}
    assert not [locale for locale in MARKS if format_number(Decimal(12345), locale) == "12345"]


def test_numbers_are_shown_with_all_that_counts() -> None:
    assert format_number(Decimal("-1234567.500"), "id") == "\u22121.234.567,5"
    assert format_number(Decimal("12.00"), "id") == "12"


# Parsing


@given(as_written(), locales)
def test_what_is_shown_can_be_typed(money: Money, locale: str) -> None:
    shown = format_money(money, locale)
    assert parse_money(shown, money.currency, locale) == money
    bare = shown.removeprefix(money.currency)
    assert parse_money(bare, money.currency, locale) == money
    assert parse_money(f"{bare} {money.currency.lower()}", money.currency, locale) == money


@given(st.decimals(-(10**9), 10**9, places=5), locales)
def test_a_number_that_is_shown_can_be_typed(value: Decimal, locale: str) -> None:
    assert parse_number(format_number(value, locale), locale, 5) == value


@given(st.text("0123456789.,-+ '$Rp\u2212\u00a0x", max_size=12), currencies, locales)
def test_whatever_is_typed_is_an_amount_or_refused_with_advice(
    text: str, currency: str, locale: str
) -> None:
    money = read(text, currency, locale)
    if isinstance(money, Rejected):
        assert money.next_step != Rejected.usual_step
    else:
        # No reading invents digits or loses any but zeros.
        typed = "".join(filter(str.isdigit, text)).strip("0")
        assert str(abs(money.minor)).strip("0") == typed


def read(text: str, currency: str, locale: str) -> Money | Rejected:
    try:
        return parse_money(text, currency, locale)
    except Rejected as refused:
        return refused


@pytest.mark.parametrize(
    ("text", "currency", "locale", "amount"),
    [
        # by the marks of the language
        ("1,234", "SGD", "en", "1234"),
        ("1.234", "SGD", "id", "1234"),
        ("97.900", "IDR", "id", "97900"),
        ("1.234,50", "SGD", "id", "1234.50"),
        ("1,234.50", "SGD", "en", "1234.50"),
        ("1.234", "KWD", "en", "1.234"),
        ("1,234", "KWD", "id", "1.234"),
        ("1.234", "KWD", "id", "1234"),
        ("999.999", "IDR", "id", "999999"),
        # in any language, because there is one reading only
        ("1,234.50", "SGD", "id", "1234.50"),
        ("1.234,50", "SGD", "en", "1234.50"),
        ("1.234.567", "IDR", "en", "1234567"),
        ("1,234,567", "IDR", "id", "1234567"),
        ("12.5", "SGD", "id", "12.50"),
        ("12,50", "SGD", "en", "12.50"),
        ("1234.50", "SGD", "id", "1234.50"),
        ("0.500", "SGD", "id", "0.50"),
        ("0,500", "SGD", "en", "0.50"),
        ("1234.500", "SGD", "id", "1234.50"),
        ("13.9000", "SGD", "en", "13.90"),
        ("1234", "SGD", "id", "1234"),
        (".5", "SGD", "en", "0.50"),
        ("007", "SGD", "en", "7"),
        # groups set apart by a space or an apostrophe
        ("1 234 567,5", "EUR", "fr", "1234567.50"),
        ("1\u202f234,50", "EUR", "en", "1234.50"),
        ("1'234.50", "CHF", "de-CH", "1234.50"),
        ("1\u2019234.50", "CHF", "en", "1234.50"),
        # with a code or a sign
        ("SGD 13.90", "SGD", "en", "13.90"),
        ("13.90 sgd", "SGD", "en", "13.90"),
        ("S$13.90", "SGD", "en", "13.90"),
        ("$ 13.90", "SGD", "en", "13.90"),
        ("Rp 97.900", "IDR", "id", "97900"),
        ("Rp97.900,-", "IDR", "id", "97900"),
        ("Rp. 97.900,00", "IDR", "id", "97900"),
        ("Rp.97.900", "IDR", "id", "97900"),
        ("RM.50", "MYR", "en", "0.50"),
        ("5,--", "EUR", "de", "5"),
        ("1.234,50 €", "EUR", "de", "1234.50"),
        ("￥1,234", "JPY", "ja", "1234"),
        ("1234円", "JPY", "ja", "1234"),
        # with a minus or a plus
        ("-5", "SGD", "en", "-5"),
        ("\u22125.00", "SGD", "en", "-5"),
        ("–5.00", "SGD", "en", "-5"),
        ("-S$5", "SGD", "en", "-5"),
        ("S$ - 5", "SGD", "en", "-5"),
        ("+5", "SGD", "en", "5"),
        ("-0", "SGD", "en", "0"),
        # with the digits and marks of other keyboards
        ("１，２３４", "JPY", "ja", "1234"),
        ("１２．５０", "SGD", "zh", "12.50"),
        ("๑๒.๕๐", "THB", "th", "12.50"),
        ("\u200e 13.90\u200b ", "SGD", "en", "13.90"),
    ],
)
def test_people_type_as_they_are_used_to(
    text: str, currency: str, locale: str, amount: str
) -> None:
    assert parse_money(text, currency, locale) == Money.of(currency, amount)


@pytest.mark.parametrize(
    ("text", "currency", "locale", "advice"),
    [
        ("1.234", "SGD", "en", r"Write 1234, or use '\.' and at most 2 decimals\."),
        ("1.230", "SGD", "en", r"Write 1230, or use '\.' and at most 2 decimals\."),
        ("97,900", "IDR", "id", r"Write 97900\."),
        ("1.234", "JPY", "en", r"Write 1234\."),
        ("1.234", "EUR", "fr", "Write 1234, or use ',' and at most 2 decimals"),
        ("1,234", "KWD", "de-CH", r"Write 1234, or use '\.' and at most 3 decimals"),
        ("-1.234", "SGD", "en", "Write 1234, or use"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(
    text: str, currency: str, locale: str, advice: str
) -> None:
    typed = text.strip("-")
    read = f"'{typed}' can be read as {typed[:-4]}{typed[-3:]} and as a number below a thousand"
    with pytest.raises(Rejected, match=rf"{read}\. {advice}"):
        parse_money(text, currency, locale)


NO_AMOUNTS = """
    abc | - | + | . | 1. | 1, | 1.2.3 | 1,2,3 | 1,23,456 | 1,00,000 | 12,34.5 | 1.234,567,890
    1,234.5.6 | 1 23 | 1 2345 | 1,234 567 | 0,123,456 | 1.5 0 | ,.5 | --5 | +-5 | -S$-5 | 5- | (5)
    5 6 | 1e3 | ½ | 10² | RM5 | 5 IDR | S$S$5 | 5% | 1.234.56 | 1'23 | 5.- 5
"""


@pytest.mark.parametrize("text", ["", " ", *re.split(r"\s*[|\n]\s*", NO_AMOUNTS.strip())])
def test_what_is_no_amount_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Rejected) as refused:
        parse_money(text, "SGD", "id")
    assert str(refused.value) == f"'{text}' is not an amount in SGD. Write it like 1.234,50."


@pytest.mark.parametrize(
    ("currency", "locale", "example"),
    [("SGD", "en", "1,234.50"), ("IDR", "id", "1.234"), ("KWD", "de", "1.234,50")],
)
def test_the_example_is_in_the_language_and_decimals_of_the_person(
    currency: str, locale: str, example: str
) -> None:
    with pytest.raises(Rejected, match=rf"Write it like {example}\."):
        parse_money("x", currency, locale)
    assert parse_money(example, currency, locale).minor > 0


@pytest.mark.parametrize(
    ("text", "currency", "locale", "message"),
    [
        ("0.505", "SGD", "id", "'0.505' has 3 decimals, and at most 2 are used here. Enter the"),
        ("1,234.567", "SGD", "en", "'1,234.567' has 3 decimals, and at most 2 are used here."),
        ("12.50", "IDR", "id", "'12.50' has 2 decimals, and at most 0 are used here. Enter the"),
        ("12,5", "JPY", "de", "'12,5' has 1 decimals, and at most 0 are used here."),
    ],
)
def test_decimals_that_nobody_writes_are_refused(
    text: str, currency: str, locale: str, message: str
) -> None:
    with pytest.raises(Rejected, match=message):
        parse_money(text, currency, locale)


def test_an_amount_is_short() -> None:
    assert parse_number("1".zfill(40), "en", 0) == 1
    with pytest.raises(
        Rejected, match=r"at most 40 characters, this text has 41\. Enter the amount"
    ):
        parse_number("1".zfill(41), "en", 0)


def test_an_amount_beyond_all_money_is_refused() -> None:
    with pytest.raises(Rejected, match="More than 9223372036854775807 minor units"):
        parse_money("9" * 20, "SGD", "en")


def test_plain_numbers_take_no_sign_of_a_currency() -> None:
    assert parse_number("-0.0035", "en", 4) == Decimal("-0.0035")
    with pytest.raises(Rejected, match=r"'0\.0035' has 4 decimals, and at most 3 are used here"):
        parse_number("0.0035", "en", 3)
    with pytest.raises(Rejected, match=r"'\$5' is not a number\. Write it like 1,234\.50\."):
        parse_number("$5", "en", 2)


@pytest.mark.parametrize("currency", SIGNS)
def test_signs_stand_before_or_after_and_belong_to_known_currencies(currency: str) -> None:
    assert currency in EXPONENTS
    for sign in SIGNS[currency]:
        assert parse_money(f"{sign}5", currency, "en") == Money.of(currency, 5)
        assert parse_money(f"5 {sign}", currency, "en") == Money.of(currency, 5)
