"""What comes back is unpacked within its limit and read as JSON without guessing."""

import gzip
import json
import tracemalloc
import zlib
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import OutcomeUnknown, Unavailable
from hanse.engine.wire.body import NotJson, TooLarge, Unpacking, Unreadable, decode
from hanse.engine.wire.wire import Call
from tests.engine.wire_servers import http, saying, stranger, wire

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_what_json_says_is_what_is_read(value: object) -> None:
    assert decode(json.dumps(value).encode(), 64) == value
    assert decode(json.dumps(value, ensure_ascii=False, indent=1).encode(), 64) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9.90", "Decimal('9.90')"),
        ("0.1", "Decimal('0.1')"),
        ("-1.5e3", "Decimal('-1.5E+3')"),
        ("1e2", "Decimal('1E+2')"),
        ("12345678901234567890", "12345678901234567890"),
        ("-0", "0"),
        (' "a\\u00e9\\ud83d\\ude00" ', "'aé😀'"),
        (r'"\\ud800"', "'\\\\ud800'"),
    ],
)
def test_numbers_are_exact_and_texts_whole(text: str, value: str) -> None:
    assert repr(decode(text.encode(), 64)) == value


HTML = "<!DOCTYPE html>\n<html><head><title>Site  under\nmaintenance</title></head>{} []</html>"


@pytest.mark.parametrize(
    ("body", "instead"),
    [
        (b"", "it is empty."),
        (b" \r\n", "it is empty."),
        (b'\xef\xbb\xbf{"a": 1}', "it begins with a byte order mark."),
        ("{}".encode("utf-16"), "byte 0 is not UTF-8."),
        (b'{"a": "\xe9"}', "byte 7 is not UTF-8."),
        (HTML.encode(), 'it is a web page (HTML) with the title "Site under maintenance".'),
        (b"  <html><body>no</body></html>", "it is a web page (HTML)."),
        (b'<?xml version="1.0"?><a/>', "it begins like a web page or XML."),
        (
            b'<br />\n<b>Warning</b>: f() in <b>a.php</b> on line <b>2</b><br />\n{"a": [1]}',
            "66 characters of something else stand before it, such as a warning.",
        ),
        (
            b"Notice: [sic] {}",
            "14 characters of something else stand before it, such as a warning.",
        ),
        (b'{"a": [1, 2]', "it ends too early, after 12 characters."),
        (b'{"a": "b', "it ends too early, after 8 characters."),
        (b'{"a": 1} {"b": 2}', "line 1, column 10: Extra data."),
        (b'{"a": 1,\n "b" 2}', "line 2, column 6: Expecting ':' delimiter."),
        (b"OK", "line 1, column 1: Expecting value."),
        (b"{'a': 1}", "line 1, column 2: Expecting property name enclosed in double quotes."),
        (b'{"a": "\x01"}', "line 1, column 8: Invalid control character at."),
        (b'{"a": 1, "b": 2, "a": 1}', "it says 'a' twice in one object."),
        (b'[{"b": {"a": 1, "a": 1}}]', "it says 'a' twice in one object."),
        (b"[NaN]", "it says NaN, which JSON cannot."),
        (b"[-Infinity]", "it says -Infinity, which JSON cannot."),
        (b"[1e999]", "the number 1e999 in it is beyond all measure."),
        (b"[0e-99999999999]", "the number 0e-99999999999 in it is beyond all measure."),
        (b"[" + b"9" * 65 + b"]", "a number in it has 65 characters."),
        (b"[0." + b"9" * 65 + b"]", "a number in it has 67 characters."),
        (b'["\\ud83d"]', "a text in it holds half of a character."),
        (b'{"\\udc00": 1}', "a text in it holds half of a character."),
        (b"[" * 65 + b"]" * 65, "it is nested deeper than 64 levels."),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "it is nested deeper than 64 levels."),
        (b"[" * 1_000_000, "it is nested deeper than 64 levels."),
    ],
)
def test_what_is_not_json_is_named(body: bytes, instead: str) -> None:
    with pytest.raises(NotJson) as raised:
        decode(body, 64)
    assert str(raised.value) == instead


def test_what_is_just_deep_enough_is_read() -> None:
    assert decode(b"[" * 64 + b"]" * 64, 64) is not None
    assert decode(b'{"a":' * 64 + b"1" + b"}" * 64, 64) is not None
    assert decode(b"1", 1) == 1


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_named(body: bytes) -> None:
    with suppress(NotJson):
        decode(body, 64)


async def test_a_page_instead_of_json_is_named_and_a_write_stays_in_doubt() -> None:
    async with stranger(saying(http(200, HTML.encode()))) as shop, wire() as out:
        read = await out.send(Call("GET", shop.url(), writes=False))
        write = await out.send(Call("PUT", shop.url(), writes=True, body=b"{}"))
    with pytest.raises(Unavailable) as unread:
        read.json()
    assert str(unread.value) == (
        "127.0.0.1 answered 200, but not with JSON: it is a web page (HTML) with the title "
        '"Site under maintenance". Try again later.'
    )
    with pytest.raises(OutcomeUnknown, match="may have been done all the same"):
        write.json()


# Unpacking


def unpacked(body: bytes, encoding: str, bytes_max: int, step: int) -> bytes:
    unpacking = Unpacking(encoding, bytes_max)
    for start in range(0, len(body), step):
        unpacking.feed(body[start : start + step])
    return unpacking.end()


@given(st.lists(st.binary(max_size=300), max_size=4), st.integers(1, 50))
def test_what_was_packed_is_unpacked_in_any_pieces(parts: list[bytes], step: int) -> None:
    packed = b"".join(gzip.compress(part) for part in parts)
    whole = b"".join(parts)
    assert unpacked(packed, "gzip", 10_000, step) == whole
    assert unpacked(whole, "", 10_000, step) == whole


def test_a_bomb_is_never_made() -> None:
    """Sixty megabytes packed into sixty kilobytes: only the limit and one byte are unpacked."""
    bomb = zlib.compressobj(9, wbits=31)
    packed = b"".join(bomb.compress(b"\0" * 1_000_000) for _ in range(60)) + bomb.flush()
    unpacking = Unpacking("gzip", 100_000)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            unpacking.feed(packed)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1_000_000


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip"])
def test_only_what_was_asked_for_is_unpacked(encoding: str) -> None:
    with pytest.raises(Unreadable, match="which we did not ask for"):
        Unpacking(encoding, 100)


def test_half_a_packet_is_not_an_answer() -> None:
    with pytest.raises(Unreadable, match="its end is missing"):
        unpacked(gzip.compress(b"12345")[:-1], "gzip", 100, 7)
    with pytest.raises(Unreadable, match="cannot be unpacked"):
        unpacked(gzip.compress(b"12345") + b"more", "gzip", 100, 7)
    assert unpacked(b"", "gzip", 100, 7) == b""  # the answer to HEAD


def test_the_value_of_the_price_is_not_rounded() -> None:
    document = decode(b'{"price": 0.30}', 64)
    assert isinstance(document, dict)
    assert document["price"] * 3 == Decimal("0.90")
