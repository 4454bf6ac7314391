"""Amounts as people write them: parsed and formatted by the marks of their language.

One mark before three digits is where money gets lost: "1.234" is a thousand in Jakarta and little
more than one in London. There the language decides, and what it cannot decide is refused.
Everything else that has one possible reading is read, in whatever language it was typed.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from hanse.base.currency import display_decimals
from hanse.base.faults import Rejected
from hanse.base.money import Money, UnitCost, plain
from hanse.base.text import clean

TEXT_MAX = 40
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands between thousands and before decimals."""

    group: str
    decimal: str
    four_together: bool = False  # 1234 but 12.345


POINT = Marks(",", ".")
COMMA = Marks(".", ",")
SPACED = Marks("\N{NO-BREAK SPACE}", ",")

# As in the Unicode locale data; a region stands here only where its marks differ.
MARKS = {
    "de": COMMA,
    "de-CH": Marks("\N{RIGHT SINGLE QUOTATION MARK}", "."),
    "en": POINT,
    "es": Marks(".", ",", four_together=True),
    "es-MX": POINT,
    "fil": POINT,
    "fr": Marks("\N{NARROW NO-BREAK SPACE}", ","),
    "id": COMMA,
    "it": Marks(".", ",", four_together=True),
    "ja": POINT,
    "km": POINT,
    "ko": POINT,
    "ms": POINT,
    "nl": COMMA,
    "pl": Marks("\N{NO-BREAK SPACE}", ",", four_together=True),
    "pt": COMMA,
    "pt-PT": Marks("\N{NO-BREAK SPACE}", ",", four_together=True),
    "sv": SPACED,
    "th": POINT,
    "tr": COMMA,
    "vi": COMMA,
    "zh": POINT,
}

# What people put beside an amount instead of the code. `$` is that of the currency asked for.
SIGNS = {
    "AUD": ["A$", "AU$", "$"],
    "BRL": ["R$"],
    "CAD": ["C$", "CA$", "$"],
    "CNY": ["¥", "元", "RMB"],
    "EUR": ["€"],
    "GBP": ["£"],
    "HKD": ["HK$", "$"],
    "IDR": ["Rp", "Rp."],
    "INR": ["₹", "Rs", "Rs."],
    "JPY": ["¥", "円"],
    "KRW": ["₩", "원"],
    "MXN": ["MX$", "$"],
    "MYR": ["RM"],
    "NZD": ["NZ$", "$"],
    "PHP": ["₱"],
    "PLN": ["zł"],
    "SGD": ["S$", "$"],
    "THB": ["฿", "บาท"],
    "TRY": ["₺", "TL"],
    "TWD": ["NT$", "$", "元"],
    "USD": ["US$", "$"],
    "VND": ["₫", "đ"],
}

# Keyboards, web pages and input methods have their own signs for these.
TYPED = str.maketrans("\uff0c\uff0e\uff0b\uff0d\u2212\u2013\u2019\uff04\uffe5", ",.+---'$¥")

NO_CENTS = re.compile(r"[.,]-{1,2}$")  # Rp97.900,- and 5,--
LARGE_OR_SMALL = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
WHOLE = re.compile(r"\d*|[1-9]\d{0,2}([.,' ])\d{3}(\1\d{3})*")


def marks(locale: str) -> Marks:
    """The marks of a language tag such as `id`, `pt-PT` or `en_SG`."""
    tag = locale.replace("_", "-")
    found = MARKS.get(tag) or MARKS.get(tag.partition("-")[0])
    if found is None:
        raise Rejected(
            f"How numbers are written in '{locale}' is not known here.",
            next_step=f"Choose one of {', '.join(MARKS)}.",
        )
    return found


def format_money(money: Money | UnitCost, locale: str) -> str:
    """The code before the amount, as in `SGD 13.90`, `IDR 97.900` or `JPY −500`."""
    cost = money.exact if isinstance(money, Money) else money
    return f"{cost.currency} {_set(cost.digits, marks(locale))}"


def format_number(value: Decimal, locale: str) -> str:
    """All decimals that count, and no others."""
    return _set(plain(value), marks(locale))


def parse_money(text: str, currency: str, locale: str) -> Money:
    """What a person typed as an amount of this currency, with its code or sign or without.

    `Rejected` when it can be read in two ways or in none, or has decimals that nobody writes.
    """
    signs = [currency, *SIGNS.get(currency, [])]
    return Money.of(currency, _read(text, marks(locale), display_decimals(currency), signs))


def parse_number(text: str, locale: str, decimals_max: int) -> Decimal:
    """What a person typed as a plain number: a rate, a weight, a unit cost."""
    return _read(text, marks(locale), decimals_max, [])


def _set(digits: str, by: Marks) -> str:
    """Plain digits in the dress of a language."""
    whole, point, decimals = digits.lstrip("-").partition(".")
    if not (by.four_together and len(whole) == 4):
        whole = f"{int(whole):,}".replace(",", by.group)
    minus = MINUS if digits.startswith("-") else ""
    return f"{minus}{whole}{point and by.decimal}{decimals}"


def _read(text: str, by: Marks, decimals_max: int, signs: list[str]) -> Decimal:
    if len(text) > TEXT_MAX:
        raise Rejected(
            f"An amount has at most {TEXT_MAX} characters, this text has {len(text)}.",
            next_step="Enter the amount alone.",
        )
    minus, number = _bared(text, signs)
    mark = _decimal_mark(number, by, decimals_max)
    whole, _, decimals = number.rpartition(mark) if mark else (number, "", "0")
    if not (number and WHOLE.fullmatch(whole) and decimals.isdecimal()):
        example = _set("1234.50" if decimals_max else "1234", by)
        kind = f"an amount in {signs[0]}" if signs else "a number"
        raise Rejected(f"'{text}' is not {kind}.", next_step=f"Write it like {example}.")
    if len(decimals.rstrip("0")) > decimals_max:
        raise Rejected(
            f"'{text}' has {len(decimals)} decimals, and at most {decimals_max} are used here.",
            next_step="Enter the amount that you mean with fewer decimals.",
        )
    return Decimal(f"{minus}{re.sub('[^0-9]', '', whole)}.{decimals}")


def _bared(text: str, signs: list[str]) -> tuple[str, str]:
    """The minus if there is one, and the number without currency; no number if it is not one."""
    text = "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else each
        for each in clean(text).translate(TYPED)
    )
    sign = "|".join(map(re.escape, sorted(signs, key=len, reverse=True)))
    shape = rf"([+-]?) ?(?:{sign})? ?([+-]?) ?([\d.,' ]*\d) ?(?:{sign})?"
    found = re.fullmatch(shape, NO_CENTS.sub("", text), re.IGNORECASE)
    if not found or (found[1] and found[2]):
        return "", ""
    return (found[1] + found[2]).strip("+"), found[3]


def _decimal_mark(number: str, by: Marks, decimals_max: int) -> str | None:
    """Which mark stands before the decimals; None if there are none."""
    used: list[str] = re.findall("[.,]", number)
    if len(set(used)) == 2:
        return used[-1]
    if len(used) != 1:
        return None
    [mark] = used
    if LARGE_OR_SMALL.fullmatch(number):
        if mark == by.group:
            return None
        if mark != by.decimal or decimals_max < 3:
            raise _ambiguous(number.replace(mark, ""), number, by, decimals_max)
    return mark


def _ambiguous(large: str, number: str, by: Marks, decimals_max: int) -> Rejected:
    small = f"'{by.decimal}' and at most {decimals_max} decimals"
    return Rejected(
        f"'{number}' can be read as {large} and as a number below a thousand.",
        next_step=f"Write {large}, or use {small}." if decimals_max else f"Write {large}.",
    )
