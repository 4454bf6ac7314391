"""Pictures as they are: told by their first bytes, measured before they are decoded, made small."""

import io
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from hanse.base.faults import Rejected

BYTES_MAX = 20 * 1024**2
PIXELS_MAX = 100_000_000
SIDE_MAX = 30_000
SMALL = (96, 320, 960)
QUALITY = 80

# What each is called, how it ends, and what reads it.
TYPES: Mapping[str, tuple[str, str]] = {
    "image/jpeg": ("jpg", "JPEG"),
    "image/png": ("png", "PNG"),
    "image/webp": ("webp", "WEBP"),
    "image/gif": ("gif", "GIF"),
    "image/avif": ("avif", "AVIF"),
}
KNOWN = "JPEG, PNG, WebP, GIF and AVIF are taken."

Image.MAX_IMAGE_PIXELS = None  # ours is asked first, and refuses instead of warning
# A picture of a hundred million pixels takes 400 MB while it is made small: one at a time.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is, and its small ones by their longest side; those it would only blow up are
    left out."""

    media_type: str
    width: int
    height: int
    small: Mapping[int, bytes]


def looked_at(content: bytes) -> Picture:
    """The picture, or why it is refused."""
    if len(content) > BYTES_MAX:
        raise Rejected(
            f"The picture has {len(content) / 1024**2:.1f} MB; {BYTES_MAX // 1024**2} MB are the "
            "most.",
            next_step="Save it smaller; shops show 2,048 pixels at most.",
        )
    media_type = told_by(content)
    with _one_at_a_time:
        try:
            with Image.open(io.BytesIO(content), formats=[TYPES[media_type][1]]) as image:
                check_size(*image.size)
                return made_small(media_type, image)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as wrong:
            raise broken(str(wrong)) from None
        except (OverflowError, MemoryError, IndexError, KeyError, TypeError) as wrong:
            raise broken(type(wrong).__name__) from None


def told_by(content: bytes) -> str:
    """The type that the first bytes tell, whatever a name or a header says."""
    head = content[:32]
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and (head[8:12] in (b"avif", b"avis") or b"avif" in head[16:]):
        return "image/avif"
    if b"<svg" in content[:2_000].lower() or head.lstrip().startswith(b"<?xml"):
        raise Rejected(
            f"The picture is an SVG, which can hold programs. {KNOWN}",
            next_step="Save it as PNG and send that.",
        )
    raise Rejected(
        f"The file is no picture that can be taken. {KNOWN}",
        next_step="Save the picture as JPEG or PNG and send that.",
    )


def check_size(width: int, height: int) -> None:
    if width * height > PIXELS_MAX or max(width, height) > SIDE_MAX:
        raise Rejected(
            f"The picture has {width:,} x {height:,} pixels; {PIXELS_MAX:,} in all, and "
            f"{SIDE_MAX:,} on a side, are the most.",
            next_step="Save it smaller; shops show 2,048 pixels on a side at most.",
        )


def made_small(media_type: str, image: Image.Image) -> Picture:
    """Decoded once, so that a broken one is found; turned as the camera says; without its notes."""
    wide, high = image.size
    if media_type == "image/jpeg" and max(image.size) > 4 * SMALL[-1]:
        # A large photograph is decoded at a fraction of its size.
        image.draft("RGB", (2 * SMALL[-1], 2 * SMALL[-1]))
    image.load()
    if image.getexif().get(0x0112, 1) in (5, 6, 7, 8):
        wide, high = high, wide
    upright: Image.Image = ImageOps.exif_transpose(image)
    mode = "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
    left = upright.convert(mode)
    small: dict[int, bytes] = {}
    for side in sorted(SMALL, reverse=True):
        if max(wide, high) <= side and side != SMALL[0]:
            continue
        left.thumbnail((side, side))
        out = io.BytesIO()
        left.save(out, "WEBP", quality=QUALITY)
        small[side] = out.getvalue()
    return Picture(media_type, wide, high, small)


def broken(why: str) -> Rejected:
    return Rejected(
        f"The picture cannot be read: {why[:120].rstrip('.')}.",
        next_step="Open it on your machine; if it is whole there, save it again and send that.",
    )
