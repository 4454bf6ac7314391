"""Where the bytes of a file go before a change may name it.

The platform gives an address at a store of its own, good for a while, and a form that has to be
filled as it was given. What was brought there and is never named goes away by itself.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from hanse.base.faults import OutcomeUnknown
from hanse.connectors.shopify.wire import query
from hanse.connectors.shopify.wire.query import MUTATION
from hanse.trade.documents import Document
from hanse.trade.files import File, Place
from hanse.trade.ports_read import Question, Reply
from hanse.trade.shop import Shop

STAGE = "files.stage"
STAGED = "stagedUploadsCreate"
FAMILY = "files"
METHOD: Literal["POST"] = "POST"
FIELDS_MAX = 40
TEXT = (
    "mutation($input: [StagedUploadInput!]!) {"
    f" {STAGED}(input: $input) {{"
    " stagedTargets { url resourceUrl parameters { name value } }"
    " userErrors { field message } } }"
)
COST = MUTATION  # plain lists cost only what is in them


def question(files: Sequence[File], shop: Shop) -> Question:
    """As a form: with the other way, how its parameters are spelled as headers is not written."""
    wanted = [
        {
            "resource": "IMAGE",
            "filename": each.name,
            "mimeType": each.media_type,
            "httpMethod": METHOD,
            "fileSize": str(each.size),
        }
        for each in files
    ]
    return query.question(TEXT, COST, {"input": wanted}, STAGE, writes=True)


def places(files: Sequence[File], reply: Reply) -> Sequence[Place]:
    data = Document(reply.document if isinstance(reply.document, Mapping) else {})
    payload = data.one(STAGED) or Document({})
    targets = payload.many("stagedTargets")
    found = [place for each in targets if (place := place_of(each))]
    if len(found) != len(files):
        raise OutcomeUnknown("Shopify answered, but not where each of the files goes.")
    return found


def place_of(target: Document) -> Place | None:
    url, address = target.filled("url"), target.filled("resourceUrl")
    fields = [(each.filled("name"), each.text("value")) for each in target.many("parameters")]
    told = tuple((name, value) for name, value in fields if name and value is not None)
    if url is None or address is None or len(told) != len(fields) or len(told) > FIELDS_MAX:
        return None
    return Place(METHOD, url, address, fields=told)
