"""How AliExpress writes JSON: lists in a wrapper whose name nobody should know, truth as text,
numbers as text with stray quotation marks, the same thing under an old and a new name."""

import json
from collections.abc import Iterator, Mapping

from hanse.base.money import Money
from hanse.trade.documents import Document

TRUTHS: Mapping[str, bool] = {"true": True, "false": False}
QUOTES = "\"' "


def said(document: Document, name: str) -> str:
    """A code or a word, also where it is a number; empty if there is none."""
    value = document.fields.get(name)
    known = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value).strip() if known else ""


def flag(document: Document, name: str) -> bool | None:
    value = document.fields.get(name)
    if isinstance(value, str):
        return document.word(name, TRUTHS) if value else None
    return document.flag(name)


def one(document: Document, name: str) -> Document | None:
    """An object, also where it is given as a text of JSON."""
    value = document.fields.get(name)
    if isinstance(value, str):
        try:
            read = json.loads(value)
        except (ValueError, RecursionError):
            read = None
        if isinstance(read, Mapping):
            return Document(read, document.at(name), document.findings)
    return None if value == "" else document.one(name)


def result_of(document: Document) -> Document:
    """Under `result`, in a `resp_result` or not; else the document itself."""
    outer = one(document, "resp_result") or document
    inner = outer.fields.get("result")
    return (one(outer, "result") or outer) if isinstance(inner, Mapping | str) else outer


def unlisted(value: object) -> object:
    """The list in it: as it is, or the first in its wrapper; what is empty is an empty list."""
    if isinstance(value, Mapping):
        lists = (each for each in value.values() if isinstance(each, list | tuple))
        found = next(lists, None)
        return found if found is not None or value else []
    return [] if value in (None, "") else value


def of_list(document: Document, *names: str) -> Document:
    """A document with the list alone, under the first of the names that has something."""
    name = next((each for each in names if document.fields.get(each)), names[0])
    fields = {name: unlisted(document.fields.get(name))}
    return Document(fields, document.path, document.findings)


def many(document: Document, *names: str) -> Iterator[Document]:
    """The objects of a list, under the first of the names that has something."""
    found = of_list(document, *names)
    return found.many(next(iter(found.fields)))


def texts(document: Document, *names: str) -> tuple[str, ...]:
    found = of_list(document, *names)
    return found.texts(next(iter(found.fields)))


def unquoted(document: Document, name: str) -> Document:
    """The same with the field as a plain number where it stood in quotation marks of its own."""
    value = document.fields.get(name)
    if not isinstance(value, str):
        return document
    fields = {**document.fields, name: value.strip(QUOTES)}
    return Document(fields, document.path, document.findings)


def money(document: Document, name: str, currency: str) -> Money | None:
    return unquoted(document, name).money(name, currency)


def amount(document: Document, name: str) -> Money | None:
    """Money as an object of an amount and a currency."""
    told = one(document, name)
    if told is None or not told.fields:
        return None
    currency = told.filled("currency_code")
    if currency is None:
        told.need("currency_code")
        return None
    return money(told, "amount", currency)
