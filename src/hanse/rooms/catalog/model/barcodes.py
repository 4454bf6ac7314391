"""Barcodes: GTIN-8, -12, -13 and -14, and ISBN-10 and -13, by their check digits."""

import re

from hanse.base.faults import Finding, Severity

SEPARATORS = re.compile(r"[\s\-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}]")
GTIN = re.compile(r"[0-9]{8}|[0-9]{12,14}")
ISBN_10 = re.compile(r"[0-9]{9}[0-9Xx]")
KEY_DIGITS = 14
LENGTHS = "8, 12, 13 or 14 digits, or 10 for an ISBN"


def check_digit(digits: str) -> str:
    """What ends a GTIN that begins like this: weights 3 and 1 in turn, from the right."""
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits[::-1])
    )
    return str(-total % 10)


def isbn_digit(digits: str) -> str:
    """What ends an ISBN of ten: weights 10 down to 2, by eleven."""
    rest = -sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11
    return "X" if rest == 10 else str(rest)


def read(text: str, field: str = "gtin") -> str | Finding:
    """The digits alone, an ISBN of ten as its thirteen; empty stays empty. Or what is wrong."""
    plain = SEPARATORS.sub("", text)
    if not plain:
        return ""
    if ISBN_10.fullmatch(plain):
        if isbn_digit(plain[:9]) != plain[9].upper():
            return wrong_digit(plain, isbn_digit(plain[:9]), field)
        longer = f"978{plain[:9]}"
        return longer + check_digit(longer)
    if not GTIN.fullmatch(plain):
        return Finding(
            Severity.error,
            "barcode_shape",
            f"'{text[:40]}' is no barcode: it has {LENGTHS}.",
            "Type the number below the bars, or leave the field empty.",
            field,
        )
    if check_digit(plain[:-1]) != plain[-1]:
        return wrong_digit(plain, check_digit(plain[:-1]), field)
    return plain


def wrong_digit(plain: str, right: str, field: str) -> Finding:
    return Finding(
        Severity.error,
        "barcode_digit",
        f"The barcode {plain} ends in {plain[-1]}, and with these digits it would end in {right}.",
        "One digit is mistyped: compare it with the number below the bars.",
        field,
    )


def key(gtin: str) -> str | None:
    """By which two spellings of the same number meet; none of one that is wrong."""
    plain = read(gtin)
    if isinstance(plain, Finding) or not plain.strip("0"):
        return None
    return plain.zfill(KEY_DIGITS)
