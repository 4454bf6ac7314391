"""The pages about money and faults name all that there is."""

import re
from pathlib import Path

import pytest

from hanse.base.amounts import MARKS, parse_money
from hanse.base.currency import FORMER_WITH_2, WRITTEN_WHOLE
from hanse.base.faults import Fault, Rejected, Severity
from hanse.base.money import Money, Rounding

PAGES = Path(__file__).resolve().parents[2] / "docs/reference"
MONEY = (PAGES / "money.md").read_text("utf-8")
FAULTS = (PAGES / "faults.md").read_text("utf-8")


@pytest.mark.parametrize("kind", Fault.__subclasses__())
def test_every_fault_is_documented(kind: type[Fault]) -> None:
    if kind.__module__ == Fault.__module__:
        assert f"| `{kind.code}` |" in FAULTS


@pytest.mark.parametrize("severity", Severity)
def test_every_severity_is_documented(severity: Severity) -> None:
    assert f"| `{severity}` |" in FAULTS


ROWS = re.findall(
    r"^\| `(.+?)` \| (\w+) \| ([A-Z]{3}) \| (?:refused: `(.+)`|(.+)) \|$", MONEY, re.MULTILINE
)


def test_the_table_of_what_is_read_was_found() -> None:
    assert len(ROWS) == 8


@pytest.mark.parametrize(("typed", "locale", "currency", "refusal", "amount"), ROWS)
def test_what_the_page_says_about_typing_is_true(
    typed: str, locale: str, currency: str, refusal: str, amount: str
) -> None:
    if refusal:
        with pytest.raises(Rejected, match="^" + re.escape(refusal)):
            parse_money(typed, currency, locale)
    else:
        assert parse_money(typed, currency, locale) == Money.of(currency, amount)


def test_every_language_rounding_and_special_currency_is_documented() -> None:
    words = set(
        MONEY.replace(",", " ").replace("`", " ").replace("|", " ").replace(".", " ").split()
    )
    words |= {word.strip("()") for word in words}
    assert set(MARKS) | set(Rounding) <= words
    assert {*WRITTEN_WHOLE.split(), *FORMER_WITH_2.split()} <= words
