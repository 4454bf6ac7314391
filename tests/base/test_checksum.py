import hashlib
import json
import math
import struct
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.checksum import DEPTH_MAX, Json, canonical, checksum
from hanse.base.faults import Rejected

texts = st.text(st.characters(exclude_categories=["Cs"]))
# Beyond 2**53 a float and an integer may share a spelling; below it all differ.
floats = st.floats(-(2**53), 2**53)
scalars = st.none() | st.booleans() | st.integers() | texts | floats
documents = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5)
)


@given(documents)
def test_the_canonical_spelling_is_json_of_the_same_document(document: Json) -> None:
    assert json.loads(canonical(document)) == document


@given(st.dictionaries(texts, scalars))
def test_the_order_in_which_keys_were_set_does_not_matter(document: dict[str, Json]) -> None:
    turned = dict(reversed(document.items()))
    assert canonical(turned) == canonical(document)
    assert checksum(turned) == checksum(document)


@given(documents, documents)
def test_different_documents_have_different_spellings(one: Json, other: Json) -> None:
    # Python counts True as 1 and 1 as 1.0; JSON tells the first two apart.
    if repr(one) != repr(other) and one != other:
        assert canonical(one) != canonical(other)


def test_nothing_stands_between_the_signs_and_texts_are_written_out() -> None:
    document: Json = {
        "b": [1, True, False, None, 'é\u20ac"\\/\n\x0f\x7f'],
        "a": {},
        "c": (),
        "": [],
    }
    text = '{"":[],"a":{},"b":[1,true,false,null,"é€\\"\\\\/\\n\\u000f\x7f"],"c":[]}'
    assert canonical(document).decode() == text
    assert checksum(document) == hashlib.sha256(text.encode()).hexdigest()


def test_keys_are_sorted_by_their_utf16_units() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    spelled = canonical(dict.fromkeys(keys, 0)).decode()
    assert list(json.loads(spelled)) == [
        "\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555555", "333333333.3333333"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_the_standard_writes_them(bits: str, text: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical(number).decode() == text


@pytest.mark.parametrize("text", ["0.1", "0.5", "5", "9.5", "10", "12.25", "-3", "0.05"])
def test_everyday_numbers_are_written_as_people_write_them(text: str) -> None:
    assert canonical(float(text)).decode() == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_itself(number: float) -> None:
    assert float(canonical(number)) == number


@given(st.integers(-(2**53), 2**53))
def test_a_whole_float_is_the_integer(number: int) -> None:
    assert canonical(float(number)) == canonical(number) == str(number).encode()


@given(st.integers())
def test_integers_of_any_size_are_exact(number: int) -> None:
    assert canonical(number) == str(number).encode()


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(number: float) -> None:
    with pytest.raises(Rejected, match=f"The document holds {number}, which JSON cannot say"):
        canonical({"price": [number]})


@pytest.mark.parametrize("document", ["\ud800", {"\udfff": 1}, ["a", "\ud83d"]])
def test_half_a_character_is_refused(document: Json) -> None:
    with pytest.raises(
        Rejected, match=r"half of a surrogate pair, which is no character\. Cut texts"
    ):
        canonical(document)


def nested(depth: int, inner: Json = 1) -> Json:
    for turn in range(depth):
        inner = [inner] if turn % 2 else {"a": inner}
    return inner


def test_a_document_nested_too_deep_is_refused() -> None:
    assert canonical(nested(DEPTH_MAX)).count(b"1") == 1
    with pytest.raises(Rejected, match="nested deeper than 64 levels"):
        canonical(nested(DEPTH_MAX + 1))
    with pytest.raises(Rejected, match="nested deeper than 64 levels"):
        canonical([nested(DEPTH_MAX, "a")])


@pytest.mark.parametrize("value", [Decimal("1.5"), b"a", {"a": {1, 2}}, [object()]])
def test_what_json_does_not_know_is_a_mistake_of_the_caller(value: object) -> None:
    with pytest.raises(TypeError, match="is not JSON: map it to text or numbers first"):
        canonical(cast("Json", value))


def test_keys_are_texts() -> None:
    with pytest.raises(TypeError, match="The key 1 is not JSON: keys are texts"):
        canonical(cast("Json", {"a": 0, 1: 0}))
