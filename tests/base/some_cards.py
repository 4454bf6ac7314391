"""Numbers that pass for cards: of well-known test cards, and of any length."""

from collections.abc import Sequence

VISA, AMEX, MAESTRO = "4111111111111111", "378282246310005", "6759649826438453"


def card(size: int, begins: str = "4") -> str:
    """A number of so many digits whose last one is the check digit of the others."""
    body = f"{begins}{'7305182694' * 2}"[: size - 1]
    return next(f"{body}{last}" for last in range(10) if checks([*map(int, body), last]))


def checks(digits: Sequence[int]) -> bool:
    """By the words of ISO/IEC 7812: from the right, every second digit counts twice, and of a
    product of two digits both are added."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        total += sum(map(int, str(digit * 2))) if place % 2 else digit
    return total % 10 == 0
