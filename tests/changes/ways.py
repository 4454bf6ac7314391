"""Kinds joined with cards of every sort."""

from dataclasses import replace
from typing import Any

from hanse.changes.model.kinds import KINDS, Way
from hanse.engine.manifest import Proof, Write
from tests.changes.wishes import price, sgd, wish


def way(kind: str, **given: Any) -> Way:
    of = KINDS[kind]
    write = Write(kind, "goods", of.repeat, Proof.read, batch_max=50, settle_after_s=20)
    return Way(of, replace(write, **given))


PRICE = way("offers.price")
TEXTS = way("products.texts")
CREATE = way("products.create")
KEYED = way("products.create", key_memory_s=3600)
NUMBERED = way("products.create", unique_by="sku")
MESSAGE = way("messages.send", proof=Proof.accepted_only)
KEYED_ORDER = way("purchases.order", proof=Proof.keyed_answer, key_memory_s=3600)
UNKEYED_ORDER = way("purchases.order")

DEARER = price(1, sgd(10), sgd(12))
SAID = {"number": "H-1", "country": "SG"}  # what a supplier shows of an order
BOUGHT = wish(1, "purchases.order", before={}, after={**SAID, "amount": sgd(5)})
ORDERED = wish(1, "purchases.order", before={"amount": None}, after={"amount": sgd(50)})
