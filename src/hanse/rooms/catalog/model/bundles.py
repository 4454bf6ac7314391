"""Bundles: variants made of others. None holds itself, however far down."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.rooms.catalog.model.goods import Part

PARTS_MAX = 100
COUNT_MAX = 10_000
DEPTH_MAX = 5

Bundles = Mapping[UUID, Sequence[Part]]


def what_is_wrong(variant_id: UUID, parts: Sequence[Part], others: Bundles) -> Finding | None:
    """Whether the variant can be made of these, where others are made as they are."""
    ids = [part.component_id for part in parts]
    if len(ids) > PARTS_MAX or any(not 0 < part.count <= COUNT_MAX for part in parts):
        sentence = f"A bundle has up to {PARTS_MAX} parts, each from 1 to {COUNT_MAX:,} times."
        return finding("bundle_size", sentence, "Take parts out, or correct a number.")
    if len(set(ids)) != len(ids):
        return finding("bundle_twice", "A part is named twice.", "Name it once, with its number.")
    level = ids
    for _ in range(DEPTH_MAX):
        if variant_id in level:
            sentence = "The bundle would hold itself."
            return finding("bundle_cycle", sentence, "Take out the part that leads back to it.")
        parts_below = (part for each in level for part in others.get(each, ()))
        level = list(dict.fromkeys(part.component_id for part in parts_below))
        if not level:
            return None
    return finding(
        "bundle_depth",
        f"Bundles of bundles go {DEPTH_MAX} deep at most.",
        "Name the goods themselves as parts.",
    )


def taken_apart(variant_id: UUID, known: Bundles) -> Sequence[Part]:
    """The goods in one bundle, each once with its number, the bundles in it taken apart."""
    counts: dict[UUID, int] = {}
    level = {variant_id: 1}
    for _ in range(DEPTH_MAX + 1):
        below: dict[UUID, int] = {}
        for each, times in level.items():
            for part in known.get(each, ()):
                to = below if part.component_id in known else counts
                to[part.component_id] = to.get(part.component_id, 0) + times * part.count
        level = below
    return [Part(each, counts[each]) for each in sorted(counts)]


def finding(code: str, sentence: str, step: str) -> Finding:
    return Finding(Severity.error, code, sentence, step, "parts")
