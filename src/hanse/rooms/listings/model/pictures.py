"""Which picture of a shop is which of ours: what it has already is not brought a second time."""

from collections.abc import Mapping, Sequence

from hanse.trade.fields import Picture
from hanse.trade.pictures import OURS


def matched(
    ours: Sequence[Picture],
    theirs: Sequence[Picture],
    fetched: Mapping[str, str],
    known: frozenset[str],
) -> tuple[Picture, ...]:
    """`fetched`: of addresses of the shop, the hashes of what we fetched there; `known`: the names
    of the product's pictures. Where we say nothing of a picture, the words of the shop stay; what
    neither has any more is left out."""
    by_name = {each.name: each for each in theirs}
    by_hash = {digest: each for each in theirs if (digest := fetched.get(each.address))}
    found: dict[str, Picture] = {}
    for each in ours:
        there = by_name.get(each.name) or by_hash.get(each.name.partition(".")[0])
        if there:
            one = Picture(there.name, each.alt or there.alt, there.address, there.remote_id)
            found.setdefault(one.name, one)
        elif OURS.fullmatch(each.name) and each.name in known:
            found.setdefault(each.name, each)
    return tuple(found.values())
