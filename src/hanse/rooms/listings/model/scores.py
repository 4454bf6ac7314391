"""How well a listing is found: 0 to 100, each point with its reason and what would bring it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hanse.rooms.listings.model.checks import Looked, is_gtin, plain

# guessed: lengths and counts that guides of platforms and search engines agree on, more or less.
TITLE_CHARS = (25, 80)
START_CHARS = 30
DESCRIPTION_WORDS = (60, 150)
PICTURES = 5
ATTRIBUTES = 5
SEO_TITLE_CHARS = (20, 70)
SEO_DESCRIPTION_CHARS = (70, 320)


@dataclass(frozen=True, slots=True)
class Reason:
    """`points` of `most`; `next_step` is empty where nothing is left to be had."""

    code: str
    points: int
    most: int
    sentence: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    points: int
    reasons: tuple[Reason, ...]


def score(looked: Looked) -> Score:
    reasons = tuple(judge(looked) for judge in JUDGES)
    return Score(sum(each.points for each in reasons), reasons)


def reason(code: str, share: float, most: int, sentence: str, step: str) -> Reason:
    points = round(most * min(max(share, 0.0), 1.0))
    return Reason(code, points, most, sentence, "" if points == most else step)


def title_length(looked: Looked) -> Reason:
    low, high = TITLE_CHARS
    count = len(plain(looked.fields.get("title")))
    share = count / low if count < low else high / count if count > high else 1.0
    step = f"Write {low} to {high} characters: what it is, of what, for whom."
    return reason("title_length", share, 20, f"The title has {count} characters.", step)


def title_start(looked: Looked) -> Reason:
    """What buyers type stands first."""
    title = plain(looked.fields.get("title")).casefold()
    goods = looked.goods
    keys = [*goods.category.casefold().split()[-1:], *(tag.casefold() for tag in goods.tags)]
    keys = [each for each in keys if len(each) > 2]
    at = min((title.find(each) for each in keys if each in title), default=-1)
    if not keys:
        said, share = "Nobody knows what buyers look for: it has no category and no tags.", 0.0
        step = "Give it a category or tags."
    else:
        share = 0.0 if at < 0 else 1.0 if at <= START_CHARS else 0.5
        said = "The title begins with what buyers look for."
        if at < 0:
            said = f"None of the words that buyers look for is in the title: {', '.join(keys[:5])}."
        elif at > START_CHARS:
            said = f"What buyers look for stands at character {at + 1} of the title."
        step = f"Write one of {', '.join(keys[:5])} within the first {START_CHARS} characters."
    return reason("title_start", share, 10, said, step)


def description_length(looked: Looked) -> Reason:
    count = len(plain(looked.fields.get("description_html")).split())
    low, enough = DESCRIPTION_WORDS
    share = count / enough
    step = f"Write {enough} words or more; below {low} search engines leave a page out."
    return reason("description_length", share, 15, f"The description has {count} words.", step)


def description_structure(looked: Looked) -> Reason:
    html = str(looked.fields.get("description_html") or "").lower()
    parts = (any(each in html for each in ("<h2", "<h3", "<strong")), "<li" in html)
    said = {0: "The description is one block.", 1: "The description has some structure."}
    count = sum(parts)
    sentence = said.get(count, "The description has headings and a list.")
    step = "Part it by headings, and list what it can do."
    return reason("description_structure", count / len(parts), 10, sentence, step)


def pictures(looked: Looked) -> Reason:
    count = len(looked.goods.pictures) or looked.pictures_shown or 0
    said = f"There {'is' if count == 1 else 'are'} {count} picture{'' if count == 1 else 's'}."
    step = f"Show {PICTURES}: from all sides, in use, and how large it is."
    return reason("pictures", count / PICTURES, 15, said, step)


def attributes(looked: Looked) -> Reason:
    wanted = looked.requires or ()
    filled = [key for key, text in looked.goods.attributes.items() if text.strip()]
    if wanted:
        missing = [key for key in wanted if key not in filled]
        said = f"{len(wanted) - len(missing)} of {len(wanted)} wanted attributes are filled in."
        step = f"Fill in {', '.join(missing[:5])}."
        return reason("attributes", 1 - len(missing) / len(wanted), 10, said, step)
    said = f"{len(filled)} attribute{' is' if len(filled) == 1 else 's are'} filled in."
    step = f"Fill in {ATTRIBUTES}: buyers filter by them."
    return reason("attributes", len(filled) / ATTRIBUTES, 10, said, step)


def seo(looked: Looked) -> Reason:
    title = len(plain(looked.fields.get("seo_title")))
    text = len(plain(looked.fields.get("seo_description")))
    good = [
        SEO_TITLE_CHARS[0] <= title <= SEO_TITLE_CHARS[1],
        SEO_DESCRIPTION_CHARS[0] <= text <= SEO_DESCRIPTION_CHARS[1],
    ]
    said = f"For search engines there are {title} characters of title and {text} of description."
    step = "Write {}-{} and {}-{} characters.".format(*SEO_TITLE_CHARS, *SEO_DESCRIPTION_CHARS)
    return reason("seo", sum(good) / len(good), 10, said, step)


def barcode(looked: Looked) -> Reason:
    variants = looked.goods.variants
    count = sum(is_gtin(each.gtin) for each in variants)
    said = f"{count} of {len(variants)} variants have a barcode."
    step = "Enter the barcodes: search engines know a product by them."
    return reason("barcode", count / len(variants) if variants else 0.0, 5, said, step)


def brand(looked: Looked) -> Reason:
    named = looked.goods.brand
    said = f"The brand is {named}." if named else "It has no brand."
    return reason("brand", float(bool(named)), 5, said, "Give it one; your own name is one, too.")


JUDGES: Sequence[Callable[[Looked], Reason]] = (
    title_length,
    title_start,
    description_length,
    description_structure,
    pictures,
    attributes,
    seo,
    barcode,
    brand,
)
