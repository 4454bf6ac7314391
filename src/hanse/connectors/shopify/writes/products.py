"""A product as a whole: its texts, its tags, and whether a buyer finds it. One mutation each."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from hanse.connectors.shopify.mapping.ids import gid
from hanse.connectors.shopify.writes import answers, calls, seen
from hanse.connectors.shopify.writes.calls import ERRORS, Mutation
from hanse.connectors.shopify.writes.draft import Draft, quoted
from hanse.connectors.shopify.writes.limits import LIMIT
from hanse.trade.goods import ListingState
from hanse.trade.places import places_of
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.ports_write import Outcome, Piece, Wanted, WritePort
from hanse.trade.shop import Shop

TEXTS, PLACES, STATE = "products.texts", "products.places", "products.state"
TEXTS_NAMES: Mapping[str, str] = {
    "title": "Title",
    "description_html": "Description",
    "seo_title": "Page title",
    "seo_description": "Meta description",
}
PLACES_NAMES: Mapping[str, str] = {"tags": "Tags", "category": "Category"}
STATE_NAMES: Mapping[str, str] = {"state": "Status", "listed": "Found by searching"}

UPDATE = Mutation("productUpdate", "product", "ProductUpdateInput!", ERRORS)

# The status for what is live depends on whether it is in lists and searches, too.
HIDDEN: Mapping[str, str] = {ListingState.draft: "DRAFT", ListingState.archived: "ARCHIVED"}
WORDS = (*HIDDEN, ListingState.live.value)


# Texts


def texts_piece(wanted: Wanted, shop: Shop) -> Piece:
    """What is left out stays as it is. guessed: also within `seo`, and that null takes it away."""
    draft = opened(wanted, shop, TEXTS_NAMES)
    document = {"id": gid("Product", wanted.target.remote_id or ""), **texts(draft)}
    seo = {
        name.removeprefix("seo_"): draft.clearable(name)
        for name in ("seo_title", "seo_description")
        if draft.wants(name)
    }
    return draft.piece(document | ({"seo": seo} if seo else {}))


def texts(draft: Draft) -> Mapping[str, object]:
    document: dict[str, object] = {}
    if draft.wants("title"):
        document["title"] = draft.filled("title")
    if draft.wants("description_html"):
        document["descriptionHtml"] = draft.html("description_html")
    return document


# Tags and category


def places_piece(wanted: Wanted, shop: Shop) -> Piece:
    """Tags as the whole list, for it is replaced."""
    draft = opened(wanted, shop, PLACES_NAMES)
    document: dict[str, object] = {"id": gid("Product", wanted.target.remote_id or "")}
    if draft.wants("tags"):
        document["tags"] = tags(draft)
    if draft.wants("category"):
        document["category"] = category(draft)
    return draft.piece(document)


def category(draft: Draft) -> str | None:
    """One of Shopify's own taxonomy, which is the same for all shops; a collection is none.
    guessed: that null takes it away."""
    value = draft.wanted.after["category"]
    if value is None:
        return None
    (found,) = places_of((value,)) or (None,)
    if found is None or not seen.TAXONOMY.fullmatch(found.remote_id):
        draft.refuse(
            "category",
            "no_category",
            f"A category is an id of Shopify's taxonomy with its name, not {quoted(value)}.",
            "Choose one that a product of the shop shows.",
        )
        return None
    return gid("TaxonomyCategory", found.remote_id)


def tags(draft: Draft) -> Sequence[str]:
    value = draft.wanted.after.get("tags")
    if not isinstance(value, tuple) or not all(isinstance(each, str) for each in value):
        draft.refuse(
            "tags", "wrong_type", f"Tags are texts, not {quoted(value)}.", "Write a list of texts."
        )
        return []
    told = [each for each in value if isinstance(each, str)]
    if len(told) > LIMIT["tags"].size_max:
        draft.refuse(
            "tags",
            "too_many",
            f"There are {len(told)} tags, and Shopify takes at most {LIMIT['tags'].size_max}.",
            f"Take {len(told) - LIMIT['tags'].size_max} of them away.",
        )
    for each in told:
        doubt_tag(draft, each)
    if not draft.refused:
        doubt_order(draft, told)
    return told


def doubt_tag(draft: Draft, tag: str) -> None:
    """guessed: that a comma parts two tags, as it does in the admin, and that blanks are cut."""
    draft.fits("tags", f"The tag {quoted(tag)}", tag, LIMIT["tag"])
    if not tag or tag != tag.strip() or "," in tag:
        draft.refuse(
            "tags",
            "no_tag",
            f"{quoted(tag)} is no tag: there is nothing in it, or a comma, or a blank at its end.",
            "Write each tag by itself.",
        )


def doubt_order(draft: Draft, told: Sequence[str]) -> None:
    """Shopify shows them sorted, and each once whatever its case: another list would never be
    seen."""
    folded = [each.casefold() for each in told]
    if twice := sorted({each for each in folded if folded.count(each) > 1}):
        draft.refuse(
            "tags",
            "tag_twice",
            f"The tag {quoted(twice[0])} is there twice; capitals make no difference.",
            "Take one of them away.",
        )
    elif seen.in_order(told) != tuple(told):
        draft.refuse(
            "tags",
            "tags_unsorted",
            "Shopify keeps tags by the alphabet, so it would not show them as they are here.",
            f"Write them as {quoted(seen.in_order(told))}.",
        )


# Visibility


def state_piece(wanted: Wanted, shop: Shop) -> Piece:
    draft = opened(wanted, shop, STATE_NAMES)
    document = {"id": gid("Product", wanted.target.remote_id or ""), "status": status(draft)}
    hidden = draft.wants("state") and draft.value("state") in HIDDEN
    if hidden and wanted.shown.get("listed") is False and not draft.wants("listed"):
        draft.warn(
            "listed",
            "unlisted_is_lost",
            "Only who has the link finds it now. Made live again, it will be in lists and"
            " searches.",
            "Mark it as unlisted when it is made live again.",
        )
    return draft.piece(document)


def status(draft: Draft) -> str:
    """Of both fields, one word. Made live, it is in lists, unless it is said not to be."""
    state, listed = draft.value("state"), draft.value("listed")
    if draft.wants("state") and not draft.wants("listed"):
        listed = None
    if state not in WORDS:
        draft.refuse(
            "state",
            "no_status",
            f"Shopify has no status for {quoted(state)}.",
            f"Choose one of {quoted(WORDS)}.",
        )
        return ""
    if listed is not None and (state in HIDDEN or not isinstance(listed, bool)):
        draft.refuse(
            "listed",
            "not_live",
            f"What is {state} is in no list, so it cannot be said to be {quoted(listed)}.",
            "Make it live, or leave this out.",
        )
    if state == ListingState.live:
        return "UNLISTED" if listed is False else "ACTIVE"
    return HIDDEN[str(state)]


# The ports


def opened(wanted: Wanted, shop: Shop, names: Mapping[str, str]) -> Draft:
    draft = Draft(wanted, shop, names)
    draft.known()
    if not wanted.target.remote_id:
        draft.refuse("", "not_there", "The shop does not have it yet.", "Publish it there first.")
    return draft


def request(kind: str, pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    """The platform knows no keys here; sent twice, it is what it was after the first time."""
    return calls.request(kind, UPDATE, pieces)


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    return answers.outcomes(UPDATE, pieces, reply)


def port(kind: str, names: Mapping[str, str], piece: Callable[[Wanted, Shop], Piece]) -> WritePort:
    return WritePort(
        kind=kind,
        fields=frozenset(names),
        piece=piece,
        request=partial(request, kind),
        outcomes=outcomes,
        readings=partial(seen.readings, Kind.products),
        found=partial(seen.products_found, frozenset(names)),
        names=names,
    )


PORTS: tuple[WritePort, ...] = (
    port(TEXTS, TEXTS_NAMES, texts_piece),
    port(PLACES, PLACES_NAMES, places_piece),
    port(STATE, STATE_NAMES, state_piece),
)
