"""What a shop calls what we have: its category, what buyers choose by there, and its values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from hanse.base.faults import Finding, Severity
from hanse.base.text import fold
from hanse.rooms.listings.model.goods import Goods
from hanse.rooms.listings.model.mappings import Noun, Pair
from hanse.trade.goods import Label


@dataclass(frozen=True, slots=True)
class Called:
    """`options` and their `values` by our words for them, folded; `categories` by the ids of ours.
    `known` are the categories that the shop shows: its ids say nothing at another shop."""

    options: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    categories: Mapping[str, Pair] = field(default_factory=dict)
    known: Sequence[Label] = ()


def called(
    pairs: Iterable[Pair], names: Mapping[str, Sequence[str]], known: Sequence[Label]
) -> Called:
    """`names`: by the key of an attribute all that an option may be called that is of it."""
    whole: dict[str, str] = {}
    of_values: dict[str, set[str]] = {}
    values: dict[tuple[str, str], str] = {}
    categories: dict[str, Pair] = {}
    for each in pairs:
        if each.noun is Noun.category:
            categories[each.ours] = each
            continue
        for name in {fold(one) for one in names.get(each.ours, (each.ours,))}:
            if not each.value:
                whole[name] = each.theirs_name or each.theirs
            else:
                of_values.setdefault(name, set()).add(each.theirs)
                values[name, fold(each.value)] = each.their_value
    # Where only values are mapped, and all to those of one option there, it is that one.
    agreed = {name: found.pop() for name, found in of_values.items() if len(found) == 1}
    options = {name: text for name, text in {**agreed, **whole}.items() if text}
    return Called(options, {key: text for key, text in values.items() if text}, categories, known)


def choices(options: Sequence[str], chosen: Sequence[str], there: Called) -> tuple[str, ...]:
    """What a buyer chooses there, for what a buyer chooses here."""
    return tuple(
        there.values.get((fold(option), fold(value)), value)
        for option, value in zip_longest(options[: len(chosen)], chosen, fillvalue="")
    )


def as_called(goods: Goods, there: Called) -> Goods:
    return replace(
        goods,
        options=tuple(there.options.get(fold(each), each) for each in goods.options),
        variants=tuple(
            replace(each, choices=choices(goods.options, each.choices, there))
            for each in goods.variants
        ),
    )


def category(goods: Goods, there: Called) -> Label | Finding | None:
    """Of the nearest category that is mapped, the one of this very shop: by the id if it is called
    so here too, else by its name. Nothing is mapped: the shop chooses."""
    mapped = (there.categories.get(str(each)) for each in goods.category_ids)
    pair = next(filter(None, mapped), None)
    if pair is None:
        return None
    name = fold(pair.theirs_name)
    named = [each for each in there.known if fold(each.name) == name] if name else []
    by_id = [
        each
        for each in named or there.known
        if each.remote_id == pair.theirs and name in ("", fold(each.name))
    ]
    found = by_id or named
    return found[0] if len(found) == 1 else not_there(goods, pair, len(found))


def not_there(goods: Goods, pair: Pair, count: int) -> Finding:
    name = pair.theirs_name or pair.theirs
    said = f"{count} categories of this shop are" if count else "No category of this shop is"
    return Finding(
        Severity.error,
        "no_such_category",
        f"{goods.category} is mapped to {name}. {said} called {name}.",
        "Make it in the shop and give it to one product there, or change the mapping.",
        "categories",
    )
