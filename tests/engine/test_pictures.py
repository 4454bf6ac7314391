"""Pictures: told by their bytes, refused before they grow, made small once."""

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hanse.base.faults import Rejected
from hanse.engine.files import pictures


def drawn(kind: str, size: tuple[int, int] = (1_200, 600), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, (200, 80, 60, 90)[: len(mode)]).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("media_type", pictures.TYPES)
def test_each_type_is_told_and_made_small(media_type: str) -> None:
    found = pictures.looked_at(drawn(pictures.TYPES[media_type][1]))
    assert (found.media_type, found.width, found.height) == (media_type, 1_200, 600)
    sizes = {side: Image.open(io.BytesIO(each)).size for side, each in found.small.items()}
    assert sizes == {960: (960, 480), 320: (320, 160), 96: (96, 48)}


def test_a_small_one_is_not_blown_up_and_what_shines_through_stays() -> None:
    found = pictures.looked_at(drawn("PNG", (40, 20), "RGBA"))
    assert list(found.small) == [96]
    image = Image.open(io.BytesIO(found.small[96]))
    assert (image.size, image.mode) == ((40, 20), "RGBA")


def test_it_is_turned_as_the_camera_says_and_its_notes_are_left_out() -> None:
    out = io.BytesIO()
    image = Image.new("RGB", (400, 100))
    notes = image.getexif()
    notes[0x0112], notes[0x010E] = 6, "where I live"
    image.save(out, "JPEG", exif=notes)
    found = pictures.looked_at(out.getvalue())
    assert (found.width, found.height) == (100, 400)
    assert all(b"where I live" not in each for each in found.small.values())


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says how large it is, and ends there."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    body = struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + body + struct.pack(">I", 0) + b"IDAT" + b"\0" * 8


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (bomb(60_000, 10), "60,000 x 10 pixels"),
        (bomb(20_000, 20_000), "100,000,000 in all"),
        (b"\xff\xd8\xff" + b"\0" * pictures.BYTES_MAX, "20 MB are the most"),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
            "SVG, which can hold programs",
        ),
        (b'<?xml version="1.0"?><x/>', "SVG"),
        (b"%PDF-1.7", "no picture that can be taken"),
        (b"", "no picture"),
        (drawn("BMP", (10, 10)), "no picture"),
        (drawn("JPEG")[:400], "cannot be read"),
        (drawn("PNG")[:80], "cannot be read"),
        (b"GIF89a", "cannot be read"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused_with_what_to_do(
    content: bytes, said: str
) -> None:
    with pytest.raises(Rejected, match=said) as refused:
        pictures.looked_at(content)
    assert refused.value.next_step


@settings(max_examples=300)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.integers(0, 400), st.binary(max_size=40))
def test_whatever_is_broken_in_it_is_a_refusal_and_never_a_mistake(
    kind: str, at: int, put: bytes
) -> None:
    whole = drawn(kind, (30, 20))
    with contextlib.suppress(Rejected):
        assert pictures.looked_at(whole[:at] + put + whole[at + len(put) :]).small
