"""Shopify's ids: `gid://shopify/Product/12` outside, `12` with us; and the rows of a connection."""

from collections.abc import Mapping

from hanse.base.faults import Finding, Severity
from hanse.trade.documents import Document, opened

PREFIX = "gid://shopify/"


def gid(kind: str, remote_id: str) -> str:
    """Back again; what is whole already stays."""
    return remote_id if remote_id.startswith(PREFIX) else f"{PREFIX}{kind}/{remote_id}"


def plain_id(text: str) -> str | None:
    """The last part, without what follows a question mark as in the id of a stock level."""
    cut = text.find("/", len(PREFIX)) if text.startswith(PREFIX) else -1
    found = text[cut + 1 :] if cut > 0 else ""
    return (found.partition("?")[0] if "?" in found else found) or None


def id_of(value: object) -> str | None:
    """The id of a document as received, if it has one."""
    text = value.get("id") if isinstance(value, Mapping) else None
    return plain_id(text) if isinstance(text, str) else None


def remote_id(document: Document, name: str = "id") -> str | None:
    text = document.filled(name)
    if text is None:
        return None
    found = plain_id(text)
    if found is None:
        document.strange(name, "id of Shopify")
    return found


def inner_id(document: Document, name: str) -> str | None:
    """The id of an object within, such as the product of a variant."""
    inner = document.one(name)
    return remote_id(inner) if inner else None


def opened_thing(value: object) -> Document | Finding:
    """The document, if it is one and has an id of Shopify."""
    document = opened(value)
    if isinstance(document, Finding) or id_of(value):
        return document
    return Finding(
        Severity.error, "no_id", "A document says not which thing it is about.", field="id"
    )


def rows(document: Document, name: str) -> list[Document]:
    """Of a connection; None of it, as without a right to it, is no row."""
    inner = document.one(name)
    return list(inner.many("nodes")) if inner else []


def identified(document: Document, name: str) -> list[tuple[str, Document]]:
    """The rows that say which thing they are; one that does not is left out and said."""
    found = []
    for each in rows(document, name):
        if key := remote_id(each):
            found.append((key, each))
        elif not each.fields.get("id"):
            each.doubt("id", "no_id", f"'{each.at('id')}' is missing, so it was left out.")
    return found


def has_more(document: Document, name: str) -> bool:
    """Whether the document leaves rows of this connection out."""
    inner = document.one(name)
    info = inner.one("pageInfo") if inner else None
    return bool(info and info.flag("hasNextPage"))
