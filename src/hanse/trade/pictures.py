"""Pictures of a product, in their order. Ours are known again wherever a platform keeps them: it
may give the file another folder and another ending of its own, but the hash stays in its name."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from hanse.trade.fields import Picture, Value
from hanse.trade.goods import Image

OURS = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,5}")
# With what a platform puts behind the name of a second one, or of one that it has made smaller.
KEPT = re.compile(r"([0-9a-f]{64})(?:[-_][\w-]*)?\.([a-z0-9]{2,5})", re.IGNORECASE | re.ASCII)


def pictures_value(images: Iterable[Image]) -> Value:
    return tuple(picture_of(each) for each in images)


def picture_of(image: Image) -> Picture:
    """Of another one its id is its name; without an id, its address is."""
    remote_id = image.remote_id or ""
    kept = KEPT.fullmatch(urlsplit(image.url).path.rpartition("/")[2])
    name = f"{kept[1]}.{kept[2]}".lower() if kept else remote_id or image.url
    return Picture(name, image.alt or "", image.url, remote_id)


def pictures_of(value: Value) -> tuple[Picture, ...] | None:
    """None if it is spelled in any other way."""
    if not isinstance(value, tuple):
        return None
    found = tuple(each for each in value if isinstance(each, Picture))
    return found if len(found) == len(value) else None
