"""What one euro costs on a day: a pure function of the world's seed, the day and the currency."""

import hashlib
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

ANCHOR = date(2026, 3, 18)
# What the bank said of that day, in the order of its files. Only nine of them are known; the
# levels marked with an asterisk are guessed, and so are their decimals.
LEVELS = {
    "USD": "1.1500",
    "JPY": "183.49",
    "CZK": "24.435",  # *
    "DKK": "7.4715",  # *
    "GBP": "0.86393",
    "HUF": "388.05",  # *
    "PLN": "4.2680",  # *
    "RON": "5.0940",  # *
    "SEK": "10.7425",  # *
    "CHF": "0.9065",  # *
    "ISK": "144.20",  # *
    "NOK": "11.1530",  # *
    "TRY": "50.8420",  # *
    "AUD": "1.6310",  # *
    "BRL": "6.0475",  # *
    "CAD": "1.5760",  # *
    "CNY": "7.9214",
    "HKD": "9.0120",  # *
    "IDR": "19543.10",
    "ILS": "3.5980",  # *
    "INR": "106.2050",  # *
    "KRW": "1702.30",  # *
    "MXN": "20.4310",  # *
    "MYR": "4.5040",
    "NZD": "1.9655",  # *
    "PHP": "69.001",
    "SGD": "1.4734",
    "THB": "37.565",
    "ZAR": "19.3120",  # *
}
LEVEL = {code: Decimal(text) for code, text in LEVELS.items()}
# Slow and quick waves on top of each other: so many days long, so many millionths high.
WAVES = ((521, 70_000), (61, 20_000), (5, 4_000))
ONE = 1_000_000


def rates(seed: int, day: date) -> dict[str, Decimal]:
    """How much of each currency one euro is, in the order of the file."""
    return {code: rate(seed, day, code) for code in LEVELS}


def rate(seed: int, day: date, code: str) -> Decimal:
    """With as many decimals as the bank gives for this currency. Of every seed the anchor's is
    the real one."""
    level = LEVEL[code]
    moved = level * (ONE + _swing(seed, day, code)) / (ONE + _at_anchor(seed, code))
    return moved.quantize(level)


@cache
def _at_anchor(seed: int, code: str) -> int:
    return _swing(seed, ANCHOR, code)


def _swing(seed: int, day: date, code: str) -> int:
    """Whole numbers alone, so that every machine finds the same."""
    total = 0
    for length, height in WAVES:
        knot, along = divmod(day.toordinal(), length)
        left, right = (_drawn(seed, code, length, at) for at in (knot, knot + 1))
        total += (left * (length - along) + right * along) * height // (length * ONE)
    return total


@lru_cache(maxsize=65_536)
def _drawn(seed: int, code: str, length: int, knot: int) -> int:
    """From minus one to one, in millionths."""
    text = f"{seed}:rate:{code}:{length}:{knot}".encode()
    found = int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")
    return found % (2 * ONE + 1) - ONE
