"""Rows that go out together, and what became of each.

WooCommerce has no keys under which it knows a call again, and no compare-and-set. A batch answers
200 even where every row was refused, checks nothing, and is not atomic (recordings 081 to 087).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from hanse.base.faults import Finding, OutcomeUnknown, Rejected, Severity
from hanse.base.text import clean
from hanse.connectors.woocommerce.wire.answer import refused
from hanse.trade.documents import Document
from hanse.trade.fields import spelled
from hanse.trade.ports_read import ROWS_MAX, Ask, Kind, Question, Reach, Reply
from hanse.trade.ports_write import Outcome, Piece, Reading, Target, Wanted
from hanse.trade.shop import Shop

Row = Mapping[str, object]
Request = Callable[[Sequence[Piece], str, Shop], Question]

PRODUCTS = "products/batch"
# All batches share one pace: what is slow is the same store behind them. Readings have their own,
# else whoever reads back waits for seconds, and whoever writes waits for those who read.
FAMILY = "batches"
NUMBER = re.compile(r"[1-9]\d{0,18}", re.ASCII)
# In a preview, for the id of what is not made yet: beyond all that the store gives.
STAND_IN = "9" * 19
# How many rows share a call. Measured: 25 to 33 prices a second in fifties, 16 to 22 creations in
# twenty-fives, a full hundred 3 to 5 s (sheet, section 12); of 101 none is done (recording 083).
# Texts are large, and a host may refuse a body of a few megabytes (recording 222).
ROWS_AT_ONCE: Mapping[str, int] = {
    "products.texts": 20,
    "products.create": 25,
    "offers.create": 25,
    "products.media": 3,
}
ROWS_AT_ONCE_USUAL = 50

# By these a second one is refused. The last but one is what a trashed product holds (078).
NUMBER_TAKEN = frozenset(
    {
        "product_invalid_sku",
        "product_invalid_global_unique_id",
        "woocommerce_rest_product_not_created",
    }
)


# A change becomes a row


def number(remote_id: str | None) -> int:
    """An id as the store writes it."""
    if remote_id and NUMBER.fullmatch(remote_id):
        return int(remote_id)
    raise wrong(
        "no_id", f"'{remote_id}' is no id of WooCommerce.", "Read the product from the shop again."
    )


def place(target: Target) -> str:
    """Variations are written under their product: by their own address they are refused."""
    if target.parent_id is None:
        return PRODUCTS
    return f"products/{number(target.parent_id)}/variations/batch"


def piece(
    wanted: Wanted,
    row: Row,
    findings: Iterable[Finding],
    known: Iterable[str],
    *,
    new: bool = False,
) -> Piece:
    """`Rejected` if one of the findings is an error, with all of them."""
    strangers = sorted(set(wanted.after) - set(known))
    said = [*(unknown(each) for each in strangers), *findings]
    if not wanted.after:
        raise wrong("nothing_wanted", "It changes nothing.", "Leave it out.")
    if errors := [each for each in said if each.severity is Severity.error]:
        raise Rejected(errors[0].sentence, said, errors[0].next_step)
    target = wanted.target
    named = {} if new else {"id": number(target.remote_id)}
    return Piece(target, spelled({**named, **row}).encode(), place(target), tuple(said))


def whole(wanted: Wanted) -> None:
    """Some things belong to a product as a whole."""
    if wanted.target.parent_id is not None:
        raise wrong(
            "no_product",
            "A variation has none of this of its own.",
            "Change the product that it belongs to.",
        )


def wrong(code: str, sentence: str, next_step: str) -> Rejected:
    """Of the change as a whole."""
    return Rejected(sentence, (error(code, sentence, next_step, ""),), next_step)


def unknown(field: str) -> Finding:
    return error("unknown_field", f"'{field}' cannot be written here.", "Leave it out.", field)


def error(code: str, sentence: str, next_step: str, field: str) -> Finding:
    return finding(Severity.error, code, sentence, next_step, field)


def warning(code: str, sentence: str, next_step: str, field: str) -> Finding:
    return finding(Severity.warning, code, sentence, next_step, field)


def hint(code: str, sentence: str, next_step: str, field: str) -> Finding:
    return finding(Severity.hint, code, sentence, next_step, field)


def finding(severity: Severity, code: str, sentence: str, next_step: str, field: str) -> Finding:
    """Without what cannot be kept: a sentence may quote what was wanted."""
    return Finding(severity, code, clean(sentence), next_step, clean(field))


# Rows become a call


def rows_at_once(kind: str) -> int:
    return ROWS_AT_ONCE.get(kind, ROWS_AT_ONCE_USUAL)


def request(kind: str, verb: str, pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    """The bytes of the rows are those that were shown. The key is ours alone."""
    groups = {each.group for each in pieces}
    if len(groups) != 1 or len(pieces) > rows_at_once(kind):
        raise ValueError(f"{len(pieces)} rows of {len(groups)} places do not share a call.")
    body = b'{"%s":[%s]}' % (verb.encode(), b",".join(each.body for each in pieces))
    return Question(groups.pop(), (), FAMILY, "POST", body, writes=True, change=kind)


def updating(kind: str) -> Request:
    return partial(request, kind, "update")


# What became of them


def rows_of(reply: Reply, verb: str) -> tuple[Document, ...]:
    """None where the answer is something else: an empty batch is a list (recording 084)."""
    document = reply.document
    if not isinstance(document, Mapping):
        return ()
    return tuple(Document(document).many(verb))


def updated(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> tuple[Outcome, ...]:
    """By the id of the row; one that is named twice or not at all says nothing."""
    rows = rows_of(reply, "update")
    times = Counter(row.key("id") for row in rows)
    by_id = {row.key("id"): row for row in rows if times[row.key("id")] == 1}
    return tuple(outcome(by_id.get(each.target.remote_id)) for each in pieces)


def outcome(row: Document | None) -> Outcome:
    if row is None:
        return Outcome(OutcomeUnknown("The store did not say what became of it."))
    if "error" not in row.fields:
        return Outcome(remote_id=row.key("id"))
    told = row.one("error")
    if told is None:
        return Outcome(OutcomeUnknown("The store refused it in words that cannot be read."))
    return Outcome(refused(told), number_taken=told.filled("code") in NUMBER_TAKEN)


# What is read afterwards


def readings(targets: Sequence[Target]) -> tuple[Reading, ...]:
    """By id, variations under their product. A read with our key is kept by no cache: the store
    answers it with `no-store` (sheet, section 1)."""
    parents: dict[str | None, dict[str, None]] = {}
    for each in targets:
        if each.remote_id:
            parents.setdefault(each.parent_id, {})[each.remote_id] = None
    return tuple(
        Reading(
            Kind.offers if parent_id else Kind.products,
            Ask(Reach.named, ids=ids, parent_id=parent_id),
        )
        for parent_id, named in parents.items()
        for ids in batches(tuple(named))
    )


def batches(ids: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return (ids[start : start + ROWS_MAX] for start in range(0, len(ids), ROWS_MAX))


def unread(findings: Iterable[Finding]) -> frozenset[str]:
    """The fields of the document that could not be understood; of these nothing is told."""
    return frozenset(each.field for each in findings if each.code != "finer_than_shown")
