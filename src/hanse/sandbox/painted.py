"""Pictures of things for sale, drawn when asked for: the same name gives the same bytes."""

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

WIDE, HIGH = 684, 512  # a square in the middle shows all of the thing, and so does the whole
FINE = 2  # drawn so much larger, then made small: edges are smooth
KEPT_MAX = 64  # who asks twice asks soon
FRESH_S = 365 * 86_400
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}

Colour = tuple[int, int, int]
WALLS: Sequence[Colour] = (
    (236, 229, 218),
    (222, 231, 226),
    (226, 230, 238),
    (240, 226, 220),
    (232, 226, 236),
    (228, 233, 214),
    (238, 233, 210),
    (219, 230, 234),
)
PAINTS: Sequence[Colour] = (
    (176, 108, 84),
    (92, 122, 138),
    (126, 138, 94),
    (184, 146, 84),
    (132, 104, 128),
    (88, 118, 108),
    (160, 122, 108),
    (96, 104, 140),
)
# What the words of a title look like.
LOOKS: dict[str, Colour] = {
    "oak": (178, 134, 88),
    "brass": (190, 156, 82),
    "linen": (196, 184, 160),
    "blue": (88, 120, 158),
    "steel": (138, 148, 156),
    "red": (178, 88, 80),
    "nordic": (108, 136, 140),
}


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws on a square of a hundred by a hundred, in the middle of the picture."""

    on: ImageDraw.ImageDraw
    paint: Colour

    @property
    def dark(self) -> Colour:
        return mixed(self.paint, (40, 36, 40), 0.45)

    @property
    def light(self) -> Colour:
        return mixed(self.paint, (255, 252, 245), 0.45)

    def box(self, *at: float, fill: Colour | None = None, round_by: float = 0) -> None:
        radius = round_by * SCALE
        self.on.rounded_rectangle(scaled(at), radius, fill=fill or self.paint)

    def disc(self, *at: float, fill: Colour | None = None) -> None:
        self.on.ellipse(scaled(at), fill=fill or self.paint)

    def ring(self, *at: float, width: float = 4, fill: Colour | None = None) -> None:
        self.on.ellipse(scaled(at), outline=fill or self.paint, width=round(width * SCALE))

    def shape(self, *at: float, fill: Colour | None = None) -> None:
        self.on.polygon(scaled(at), fill=fill or self.paint)

    def line(self, *at: float, width: float = 3, fill: Colour | None = None) -> None:
        self.on.line(scaled(at), fill=fill or self.dark, width=round(width * SCALE))


SCALE = HIGH * FINE / 100
LEFT = (WIDE - HIGH) * FINE / 2


def scaled(at: Sequence[float]) -> list[float]:
    """From a left and a top, a left and a top, and so on."""
    return [each * SCALE + (0 if place % 2 else LEFT) for place, each in enumerate(at)]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """So much of the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def lamp(pen: Pen) -> None:
    pen.box(48.5, 48, 51.5, 78, fill=pen.dark)
    pen.disc(36, 74, 64, 82, fill=pen.dark)
    pen.shape(40, 22, 60, 22, 72, 52, 28, 52)
    pen.shape(40, 22, 46, 22, 40, 52, 28, 52, fill=pen.light)


def mug(pen: Pen) -> None:
    pen.ring(56, 38, 80, 66, width=5, fill=pen.dark)
    pen.box(28, 30, 66, 78, round_by=6)
    pen.disc(28, 25, 66, 36, fill=pen.light)
    pen.disc(31, 27, 63, 34, fill=pen.dark)


def scarf(pen: Pen) -> None:
    pen.shape(34, 38, 50, 42, 44, 78, 28, 76)
    pen.shape(52, 42, 66, 38, 72, 72, 56, 76, fill=pen.light)
    pen.box(28, 24, 72, 44, round_by=9)
    for at in (32, 37, 42):
        pen.line(at - 1, 77, at - 2, 83, width=1.2)
        pen.line(at + 28, 74, at + 29, 80, width=1.2)
    pen.line(30, 34, 70, 34, width=2, fill=pen.light)


def kettle(pen: Pen) -> None:
    pen.shape(62, 52, 82, 36, 86, 40, 68, 66, fill=pen.dark)
    pen.ring(34, 18, 66, 56, width=4, fill=pen.dark)
    pen.disc(26, 36, 74, 80)
    pen.disc(30, 40, 46, 60, fill=pen.light)
    pen.box(26, 74, 74, 80, fill=pen.dark, round_by=3)
    pen.disc(46, 31, 54, 39, fill=pen.dark)


def notebook(pen: Pen) -> None:
    pen.box(30, 20, 72, 80, fill=pen.light, round_by=3)
    pen.box(28, 18, 70, 78, round_by=3)
    pen.box(28, 18, 35, 78, fill=pen.dark, round_by=3)
    pen.box(60, 18, 62, 78, fill=pen.dark)
    pen.box(41, 30, 55, 38, fill=pen.light, round_by=1)


def chair(pen: Pen) -> None:
    for left, right in ((34, 38), (62, 66)):
        pen.box(left, 18, right, 82, fill=pen.dark, round_by=1.5)
    pen.box(34, 20, 66, 30, round_by=3)
    pen.box(34, 36, 66, 42, round_by=2)
    pen.box(30, 52, 70, 60, round_by=3)
    pen.box(30, 52, 70, 54, fill=pen.light, round_by=1)


def case(pen: Pen) -> None:
    pen.ring(40, 22, 60, 42, width=4, fill=pen.dark)
    pen.box(22, 34, 78, 78, round_by=6)
    for left in (32, 64):
        pen.box(left, 34, left + 4, 78, fill=pen.dark)
    pen.box(46, 50, 54, 56, fill=pen.light, round_by=1)


def cable(pen: Pen) -> None:
    for inset in (0, 7, 14):
        pen.ring(24 + inset, 24 + inset, 76 - inset, 76 - inset, width=3.2)
    pen.line(70, 64, 84, 80, width=3.2, fill=pen.paint)
    pen.box(79, 75, 89, 87, fill=pen.dark, round_by=2)


def tent(pen: Pen) -> None:
    pen.shape(50, 22, 86, 78, 14, 78)
    pen.shape(50, 22, 86, 78, 62, 78, fill=pen.light)
    pen.shape(46, 42, 58, 78, 34, 78, fill=pen.dark)
    pen.line(50, 22, 50, 16, width=1.5)


def bowl(pen: Pen) -> None:
    pen.on.pieslice(scaled((20, 20, 80, 80)), 0, 180, fill=pen.paint)
    pen.disc(20, 42, 80, 58, fill=pen.light)
    pen.disc(24, 44, 76, 56, fill=pen.dark)
    pen.box(40, 76, 60, 82, fill=pen.dark, round_by=2)


def parcel(pen: Pen) -> None:
    """What is sold without saying what it is."""
    pen.box(26, 34, 74, 78, round_by=2)
    pen.shape(26, 36, 34, 24, 66, 24, 74, 36, fill=pen.light)
    pen.box(46, 24, 54, 52, fill=pen.dark)


KINDS: dict[str, Callable[[Pen], None]] = {
    each.__name__: each
    for each in (lamp, mug, scarf, kettle, notebook, chair, case, cable, tent, bowl)
}


def format_of(name: str) -> str | None:
    """How a picture of this name is written; None where the name is not one of a picture."""
    return FORMATS.get(name.rpartition(".")[2].lower()) if "." in name else None


@lru_cache(maxsize=KEPT_MAX)
def painted(title: str, written: str = "JPEG") -> bytes:
    """A thing on a plain wall. Words of the title say which one and in which colour."""
    words = title.lower().replace("-", " ").replace("_", " ").split()
    drawn = hashlib.blake2b(title.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    wall = WALLS[drawn[0] % len(WALLS)]
    looks = [LOOKS[word] for word in words if word in LOOKS]
    paint = looks[0] if looks else PAINTS[drawn[1] % len(PAINTS)]
    image = Image.new("RGB", (WIDE * FINE, HIGH * FINE), wall)
    pen = Pen(ImageDraw.Draw(image), mixed(paint, wall, drawn[2] % 4 / 20))
    pen.disc(20, 76, 80, 88, fill=mixed(wall, (60, 54, 50), 0.16))  # the shadow that it throws
    next((KINDS[word] for word in words if word in KINDS), parcel)(pen)
    out = io.BytesIO()
    image.reduce(FINE).save(out, written, quality=78)
    return out.getvalue()


def answered(title: str, written: str, method: str, held: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body, as a host of files answers; `held` is what the caller has already.

    The tag follows from the name, so that who has the picture costs no drawing.
    """
    tag = f'"{hashlib.blake2b(f"{written}:{title}".encode(), digest_size=8).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={FRESH_S}"}
    if held == "*" or tag in {each.strip().removeprefix("W/") for each in held.split(",")}:
        return 304, headers, b""
    if method not in ("GET", "HEAD"):
        return 405, {"Allow": "GET, HEAD"}, b""
    body = painted(title, written)
    headers |= {"Content-Type": TYPES[written], "Content-Length": str(len(body))}
    return 200, headers, b"" if method == "HEAD" else body
