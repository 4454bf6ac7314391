import unicodedata
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.text import (
    HIDDEN,
    cell_line,
    characters,
    clean,
    clean_lines,
    fold,
    slug,
    truncate,
    utf8_bytes,
    utf16_units,
)

# Every code point, halves of surrogate pairs included, and often those that make trouble.
odd = st.sampled_from("\u200d\u200b\u0301\u0345\u202e\ud83d\x00\xa0\u2028\n\r👍🏽🇮🇩\u0e33ßİŉǰΐ㍿ﬃ")
texts = st.text(st.characters() | odd)

FAMILY = "👨‍👩‍👧"
THUMB = "👍🏽"
FLAG = "🇮🇩"


# Keeping


@given(texts)
def test_a_clean_text_is_clean_for_good(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not HIDDEN.search(cleaned)
    assert cleaned == " ".join(cleaned.split())
    cleaned.encode()


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Kopi \t Gayo\r\n250 g ", "Kopi Gayo 250 g"),
        ("Kopi\u00a0Gayo\u3000250\u2028g", "Kopi Gayo 250 g"),
        ("Cafe\u0301", "Café"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("pay\u200bpal\ufeff\u2060\u00ad", "paypal"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("a\x85b\x1cc\x0bd", "a b c d"),
        ("half \ud83d here", "half here"),
        ("\U000e0041\U000e0042hidden tags\U000e007f", "hidden tags"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (FAMILY, FAMILY),
        ("", ""),
    ],
)
def test_what_a_reader_sees_stays_and_what_hides_goes(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(texts)
def test_clean_lines_are_clean_for_good(text: str) -> None:
    cleaned = clean_lines(text)
    assert clean_lines(cleaned) == cleaned
    assert [clean(line) for line in cleaned.split("\n")] == cleaned.split("\n")
    assert "\n\n\n" not in cleaned


def test_paragraphs_stay_and_piles_of_empty_lines_do_not() -> None:
    text = "\r\n \n One  two \r\nthree\r\r\n \n\n four\u200b\x85five \n\n"
    assert clean_lines(text) == "One two\nthree\n\nfour\nfive"
    assert clean_lines("a\n\nb") == "a\n\nb"


# Comparing


@given(texts)
def test_a_key_is_the_key_of_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_keys_do_not_see_spelling_case_or_spacing(text: str) -> None:
    key = fold(text)
    assert fold(clean(text)) == key
    assert fold(f"\t{text}\u00a0") == key
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert fold(unicodedata.normalize(form, text)) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STRASSE", "straße"),
        ("Café", "CAFE\u0301"),
        ("ＫＯＰＩ　１２３", "kopi 123"),
        ("ﬁne", "FINE"),
        ("\u1fb3", "\u03b1\u0345"),
        ("می\u200cخواهم", "میخواهم"),
        ("  a  b ", "A B"),
    ],
)
def test_people_would_call_these_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("cafe", "café"), ("ab", "a b"), ("1", "l")])
def test_people_would_tell_these_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


# Addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kopi Gayo, 250 g!", "kopi-gayo-250-g"),
        ("  --Crème_brûlée (Øl & Smørrebrød)--  ", "creme-brulee-ol-smorrebrod"),
        ("Đà Nẵng", "da-nang"),
        ("Łódź Straße Æble Œuvre", "lodz-strasse-aeble-oeuvre"),
        ("กาแฟดอยช้าง 250 กรัม", "กาแฟดอยช้าง-250-กรัม"),
        ("हिन्दी चाय", "हिन्दी-चाय"),
        ("咖啡 250克", "咖啡-250克"),
        ("コーヒーが", "コーヒーが"),
        ("한국 커피", "한국-커피"),
        ("x² ½", "x2-1-2"),
        ("pay\u200bpal", "paypal"),
        ("☕ !!", ""),
    ],
)
def test_a_slug_keeps_letters_and_digits_of_any_script(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_slug_is_cut_and_does_not_end_in_a_dash() -> None:
    assert slug("kopi gayo", chars_max=9) == "kopi-gayo"
    assert slug("kopi gayo", chars_max=8) == "kopi-gay"
    assert slug("kopi gayo", chars_max=5) == "kopi"
    assert len(slug("a" * 200)) == 80


@given(texts)
def test_a_slug_is_its_own_slug(text: str) -> None:
    address = slug(text)
    assert slug(address) == address
    assert not set(address) & set(" _/?#%.\\\n")


# Cutting


@given(texts)
def test_characters_put_together_are_the_text(text: str) -> None:
    assert "".join(characters(text)) == text
    assert all(characters(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("abc", ["a", "b", "c"]),
        ("e\u0301x", ["e\u0301", "x"]),
        (FAMILY + THUMB + "a", [FAMILY, THUMB, "a"]),
        (FLAG + FLAG + "🇸", [FLAG, FLAG, "🇸"]),
        ("a🇮b", ["a", "🇮", "b"]),
        ("❤\ufe0f1\ufe0f\u20e3", ["❤\ufe0f", "1\ufe0f\u20e3"]),
        ("น้ำดี", ["น้ำ", "ดี"]),
        ("a\r\nb\n\r", ["a", "\r\n", "b", "\n", "\r"]),
        ("\u0301a", ["\u0301", "a"]),
        ("🏴\U000e0067\U000e007fa", ["🏴\U000e0067\U000e007f", "a"]),
        ("a\u200cb", ["a\u200c", "b"]),
        ("", []),
    ],
)
def test_a_character_is_what_a_reader_takes_for_one(text: str, parts: list[str]) -> None:
    assert list(characters(text)) == parts


SIZES: list[Callable[[str], int]] = [len, utf8_bytes, utf16_units]


@given(texts, st.integers(3, 40), st.sampled_from(SIZES))
def test_a_cut_text_fits_and_is_the_beginning(
    text: str, size_max: int, size: Callable[[str], int]
) -> None:
    cut = truncate(text, size_max, size)
    assert size(cut) <= size_max
    if size(text) <= size_max:
        assert cut == text
    else:
        assert cut.endswith("…")
        assert text.startswith(cut[:-1])


@pytest.mark.parametrize(
    ("text", "size_max", "size", "cut"),
    [
        ("Kopi Gayo", 9, len, "Kopi Gayo"),
        ("Kopi Gayo", 8, len, "Kopi Ga…"),
        ("Kopi Gayo", 6, len, "Kopi…"),
        ("Kopi Gayo", 1, len, "…"),
        ("咖啡咖啡", 11, utf8_bytes, "咖啡…"),
        ("咖啡咖啡", 12, utf8_bytes, "咖啡咖啡"),
        ("👍👍", 4, utf16_units, "👍👍"),
        ("👍👍", 3, utf16_units, "👍…"),
        ("👍👍", 2, utf16_units, "…"),
        (FAMILY + FAMILY, 9, len, FAMILY + "…"),
        ("e\u0301e\u0301", 3, len, "e\u0301…"),
    ],
)
def test_a_text_is_cut_between_characters(
    text: str, size_max: int, size: Callable[[str], int], cut: str
) -> None:
    assert truncate(text, size_max, size) == cut


def test_the_end_may_be_another_or_none() -> None:
    assert truncate("Kopi Gayo", 8, end=" ...") == "Kopi ..."
    assert truncate("Kopi Gayo", 7, end="") == "Kopi Ga"
    assert truncate("👍", 0, end="") == ""


def test_a_size_without_room_for_the_end_is_refused() -> None:
    with pytest.raises(ValueError, match="0 has no room for the end '…'"):
        truncate("Kopi", 0)
    with pytest.raises(ValueError, match=r"2 has no room for the end '\.\.\.'"):
        truncate("Kopi", 2, end="...")


def test_sizes_are_those_that_platforms_count() -> None:
    assert (utf8_bytes("é👍"), utf16_units("é👍"), len("é👍")) == (6, 3, 2)
    assert (utf8_bytes("\ud83d"), utf16_units("\ud83d")) == (3, 1)


@pytest.mark.parametrize(
    ("cell", "line"),
    [("'=1+1", "=1+1"), ("''-7", "'-7"), ("'quoted'", "'quoted'"), (Decimal("1E+3"), "1000")],
)
def test_a_cell_is_read_without_the_mark_of_our_own_tables(cell: str | Decimal, line: str) -> None:
    assert cell_line(cell) == line
