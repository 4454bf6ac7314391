"""A new product: simple, or one whose variations are made after it. The store knows no key of ours
again, but refuses a SKU a second time."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from hanse.base.faults import Finding, OutcomeUnknown, Rejected, Unavailable
from hanse.connectors.woocommerce import mapping
from hanse.connectors.woocommerce.writes import (
    attributes,
    batch,
    codes,
    places,
    price,
    state,
    texts,
)
from hanse.connectors.woocommerce.writes.batch import error, hint, warning, wrong
from hanse.trade import drafts
from hanse.trade.documents import Document
from hanse.trade.fields import NOTHING, Fields, Value
from hanse.trade.goods import ListingState, Offer, Product, ProductKind
from hanse.trade.ports_read import ROWS_MAX, Kind, Question, Reply
from hanse.trade.ports_write import Found, Lookup, Outcome, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop

KIND = "products.create"
VERB = "create"
FIELDS = frozenset(
    {
        *("title", "description_html", "state", "categories"),
        *("sku", "gtin", "price", "compare_at", "options"),
    }
)
NAMES = {
    **texts.NAMES,
    **state.NAMES,
    **codes.NAMES,
    **price.NAMES,
    "categories": places.NAMES["categories"],
    "options": "attributes for variations",
}
# Kept with what was made, so that it is known as ours. Such notes come back as they were sent
# (sheet, section 4), but nobody can look for them.
MARK = "_hanse_mark"


def piece(wanted: Wanted, shop: Shop) -> Piece:
    after, findings = wanted.after, list[Finding]()
    if wanted.target != Target(None):
        raise wrong("has_id", "What is to be made has no id yet.", "Change what is there instead.")
    varied = "options" in after
    row: dict[str, object] = {
        "type": "variable" if varied else "simple",
        **texts.texts(chosen(after), findings),
    }
    if "title" not in after:
        # Without one the store calls it Product, and publishes it (recording 042).
        findings.append(error("no_title", "A product needs a name.", "Write one.", "title"))
    row |= codes.codes(after, findings, comma=error)
    if not after.get("sku"):
        findings.append(NO_SKU)
    row["status"] = standing(after, findings)
    if "categories" in after:
        row["categories"] = places.terms(after["categories"], "categories", findings)
    if varied:
        row["attributes"] = attributes.attributes(after["options"], findings)
        findings.extend(before_its_variations(after))
    else:
        row |= prices(after, shop, findings)
    if wanted.mark:
        row["meta_data"] = [{"key": MARK, "value": wanted.mark}]
    return batch.piece(wanted, row, findings, FIELDS, new=True)


NO_SKU = warning(
    "no_sku",
    "Without a SKU it cannot be found again if the answer of the shop gets lost.",
    "Give it a SKU.",
    "sku",
)


def before_its_variations(after: Fields) -> Iterable[Finding]:
    """A buyer would find a product that has nothing to buy."""
    if after.get("state") == ListingState.live:
        yield error(
            "nothing_to_buy",
            "It has no variations yet, so it would be in the shop with nothing to buy.",
            "Make it as a draft; make it live when its variations are there.",
            "state",
        )
    for name in ("price", "compare_at", "gtin"):
        if name in after:
            yield error(
                "of_the_variations",
                f"The {NAMES[name]} is that of a variation: what has variations has none itself.",
                "Say it of each variation.",
                name,
            )


def chosen(after: Fields) -> Fields:
    """Only texts that this kind writes; the others are named as strangers."""
    return {name: value for name, value in after.items() if name in FIELDS}


def standing(after: Fields, findings: list[Finding]) -> str:
    """Never what the store would choose: it publishes."""
    if "state" in after:
        return state.status(after["state"], findings)
    findings.append(
        hint(
            "made_as_draft",
            "It is made as a draft, for nobody said otherwise.",
            "Set its state to live if buyers may see it at once.",
            "state",
        )
    )
    return state.STATES[ListingState.draft]


def prices(after: Fields, shop: Shop, findings: list[Finding]) -> Mapping[str, str]:
    known: Fields = {name: after[name] for name in ("price", "compare_at") if name in after}
    if known == {"compare_at": None}:
        return {}
    if wrong := list(price.strange(known)):
        findings.extend(wrong)
        return {}
    wished = price.wished(known, NOTHING, findings)
    return {
        name: price.worded(each, shop, price.field_of(name, known), findings)
        for name, each in wished.items()
    }


# What became of the rows


def made(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> tuple[Outcome, ...]:
    """By the place of the row, for rows keep their order; but only if the row does not speak of
    another. Where a place is missing, what was made is still known by our mark or its SKU."""
    rows = batch.rows_of(reply, VERB)
    sent = [Document(json.loads(each.body)) for each in pieces]
    if len(rows) != len(sent):
        return tuple(named(each, sent, rows) for each in sent)
    return tuple(
        batch.outcome(None) if about(row, each) is False else placed(row)
        for row, each in zip(rows, sent, strict=True)
    )


def placed(row: Document) -> Outcome:
    if "error" in row.fields:
        return batch.outcome(row)
    if remote_id := row.key("id"):
        return Outcome(remote_id=remote_id)
    return Outcome(OutcomeUnknown("The store did not say under which id it was made."))


def named(wanted: Document, sent: Sequence[Document], rows: Sequence[Document]) -> Outcome:
    """The one row that speaks of this and of nothing else that was sent."""
    mine = [row for row in rows if about(row, wanted)]
    if len(mine) != 1 or sum(about(mine[0], each) is True for each in sent) != 1:
        return batch.outcome(None)
    return placed(mine[0])


def about(row: Document, sent: Document) -> bool | None:
    """Whether the row is about what was sent; None where it tells neither mark nor SKU."""
    if "error" in row.fields:
        return None
    if (told := mark(row)) is not None:
        return told == mark(sent)
    if (sku := row.filled("sku")) is not None:
        return sku == sent.filled("sku")
    return None


def mark(row: Document) -> str | None:
    return mapping.note(row, MARK)


# How it is found again


def question(wanted: Wanted, shop: Shop) -> Question:
    """By its SKU, in any state but one: what lies in the trash keeps its SKU (recording 078) and is
    not shown. So a SKU that is taken by what nobody sees is one in the trash."""
    sku = wanted.after.get("sku")
    if not isinstance(sku, str) or not sku:
        raise Rejected("Without a SKU it cannot be looked for.")
    query = (
        ("context", "edit"),
        ("per_page", str(ROWS_MAX)),
        ("page", "1"),
        ("sku", sku),
        ("status", "any"),
    )
    return Question("products", query, "products")


def looked(wanted: Wanted, reply: Reply, shop: Shop) -> tuple[Found, ...]:
    """A variation may have the SKU as well (recording 074)."""
    if not isinstance(reply.document, list):
        raise Unavailable("The store answered, but not with a list of rows.")
    return tuple(each for row in reply.document for each in taken_by(row, shop))


def taken_by(row: object, shop: Shop) -> Sequence[Found]:
    document = Document(row) if isinstance(row, Mapping) else Document({})
    remote_id, parent_id = document.key("id"), document.key("parent_id")
    if remote_id is None:
        return ()
    if document.fields.get("type") == "variation":
        value: object = mapping.variation(row, shop)
    else:
        value, parent_id = mapping.product(row, shop), None
    if isinstance(value, Offer):
        return (Found(Target(remote_id, value.product_id), sold(value, value.findings)),)
    if isinstance(value, Product):
        return found(Kind.products, value)
    return (Found(Target(remote_id, parent_id), NOTHING),)  # it is there, and cannot be read


def found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.products or not isinstance(value, Product):
        return ()
    fields: dict[str, Value] = {}
    for port in (texts.PORT, state.PORT, places.PORT):
        for each in port.found(kind, value):
            fields |= each.fields
    known = not batch.unread(value.findings) & {"attributes", "sku"}
    if value.kind is ProductKind.variants and known:
        fields |= {"options": drafts.options_value(value.options), "sku": value.sku}
    for offer in value.offers if value.kind is ProductKind.single else ():
        fields |= sold(offer, value.findings)
    return (Found(Target(value.remote_id), only(fields)),)


def sold(offer: Offer, findings: Sequence[Finding]) -> Fields:
    missing = batch.unread(findings)
    return only({**codes.shown(offer, missing), **price.shown(offer, missing)})


def only(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if name in FIELDS}


PORT = WritePort(
    KIND,
    FIELDS,
    piece,
    partial(batch.request, KIND, VERB),
    made,
    batch.readings,
    found,
    lookup=Lookup(question, looked),
    names={name: words for name, words in NAMES.items() if name in FIELDS},
)
