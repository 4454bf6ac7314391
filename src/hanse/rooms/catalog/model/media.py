"""Pictures of goods: each known by the hash of its bytes, shown in an order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Rejected, Severity
from hanse.base.text import clean

ALT_CHARS_MAX = 500
OF_PRODUCT_MAX = 250
ENDS: Mapping[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/avif": "avif",
}
NAME = re.compile(r"([0-9a-f]{64})\.(jpg|png|webp|gif|avif)")
SIDES = (96, 320, 960)


@dataclass(frozen=True, slots=True)
class Media:
    """`small` names the hashes of the small ones by their longest side; `token` is what an address
    for platforms holds, so that nobody else guesses it."""

    digest: str
    media_type: str
    bytes: int
    width: int
    height: int
    small: Mapping[int, str]
    token: str
    alt: str = ""

    @property
    def file_name(self) -> str:
        """As platforms know it."""
        return f"{self.digest}.{ENDS[self.media_type]}"

    def at_side(self, side: int | None) -> tuple[str, str]:
        """The hash and type of the smallest that is not smaller than asked for, or of itself."""
        fitting = [each for each in sorted(self.small) if side and each >= side]
        if side and (fitting or max(self.width, self.height) <= side) and self.small:
            return self.small[fitting[0] if fitting else max(self.small)], "image/webp"
        return self.digest, self.media_type


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture of a product, or of one of its variants."""

    digest: str
    variant_id: UUID | None = None
    alt: str = ""


def address(base: str, workspace_id: UUID, media: Media) -> str | None:
    """Where a platform fetches it; none where nobody outside reaches this hub."""
    if not base.startswith("https://"):
        return None
    return f"{base.rstrip('/')}/media/{media.file_name}?w={workspace_id}&t={media.token}"


def checked(wanted: Sequence[Placed], standing: Sequence[Placed], was: Sequence[str]) -> None:
    """Raise unless the editor saw what stands there, and what is wanted can be."""
    if list(was) != [each.digest for each in standing]:
        raise Conflict(
            "Somebody else changed the pictures of this product since you read them.",
            "Read them again, and put them in order once more.",
        )
    if len(wanted) > OF_PRODUCT_MAX:
        raise refused(
            "too_many",
            f"{len(wanted)} pictures; a product has {OF_PRODUCT_MAX} at most.",
            "Take some out.",
        )
    if len({(each.digest, each.variant_id) for each in wanted}) < len(wanted):
        raise refused("twice", "A picture stands there twice.", "Take one of the two out.")


def alt_of(text: str) -> str:
    cleaned = clean(text)
    if len(cleaned) > ALT_CHARS_MAX:
        raise refused(
            "too_long",
            f"The words for a picture have {len(cleaned)} characters; {ALT_CHARS_MAX} fit.",
            "Shorten them: say what is seen.",
        )
    return cleaned


def refused(code: str, sentence: str, step: str) -> Rejected:
    return Rejected(sentence, [Finding(Severity.error, code, sentence, step, "items")], step)
