"""Numbers of payment cards that people type where they do not belong: they are never kept."""

import re

REMOVED = "[card number removed]"
DIGITS_MIN, DIGITS_MAX = 13, 19
CODE_DIGITS_MIN = 15  # a barcode has up to 14, and one in ten of them would pass for a card
PHONE_DIGITS_MAX = 15
# Of South East Asia, as people type them without a +; no card of so few digits begins like it.
PHONE_BEGINS, PLAIN_PHONE_DIGITS_MAX = ("60", "62", "63", "65", "66"), 14

NUMBER = re.compile(r"(?<!\d)\d(?:[ \u00a0\-\u2010-\u2015./]{0,3}\d){12,40}(?!\d)")
DIGIT = re.compile(r"\d")


def without_cards(text: str, digits_min: int = DIGITS_MIN) -> str:
    """The text with a sign in place of each number that could be one of a card."""
    return NUMBER.sub(lambda found: blanked(found.group(), digits_min), text)


def without_cards_in_phone(text: str) -> str:
    """A number that begins with + and has up to 15 digits is that of a telephone."""
    plain, digits = text.strip(), "".join(DIGIT.findall(text))
    if plain.startswith("+") and len(digits) <= PHONE_DIGITS_MAX:
        return text
    if digits.startswith(PHONE_BEGINS) and len(digits) <= PLAIN_PHONE_DIGITS_MAX:
        return text
    return without_cards(text)


def blanked(text: str, digits_min: int) -> str:
    """A run of digits may be longer than a card, with the card anywhere in it."""
    places = [found.start() for found in DIGIT.finditer(text)]
    digits = [int(text[each]) for each in places]
    for size in range(min(DIGITS_MAX, len(digits)), digits_min - 1, -1):
        for at in range(len(digits) - size + 1):
            # Words apart: a card begins and ends where a group of digits does.
            begins = at == 0 or places[at] - places[at - 1] > 1
            ends = at + size == len(digits) or places[at + size] - places[at + size - 1] > 1
            if begins and ends and is_card(digits[at : at + size]):
                end = places[at + size - 1] + 1
                rest = without_cards(text[end:], digits_min)
                return text[: places[at]] + REMOVED + rest
    return text


def is_card(digits: list[int]) -> bool:
    """The check digit of Luhn, and a first digit that cards have."""
    if digits[0] not in (2, 3, 4, 5, 6):
        return False
    doubled = [each * 2 - 9 * (each > 4) for each in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
