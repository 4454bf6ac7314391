"""Bulk edits: one operation upon a field of many things, and what becomes of each value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from typing import Literal

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import Money, Rounding, UnitCost, plain
from hanse.rooms.catalog.model import fields
from hanse.rooms.catalog.model.cells import Kind, Names, Reading, emptied, kind_of, read
from hanse.trade.fields import Value, same

TEXT_CHARS_MAX = 10_000
THINGS_MAX = 1_000_000
PERCENT_MAX = Decimal(10_000)
WIDE = Context(prec=240, traps=[])  # wider than any number that is kept


class BulkWay(StrEnum):
    set = "set"
    append = "append"
    prepend = "prepend"
    swap = "replace"
    add_tag = "add_tag"
    remove_tag = "remove_tag"
    increase = "increase"
    decrease = "decrease"
    clear = "clear"


# What can be done with what stands in a field.
OF_TEXT = {BulkWay.set, BulkWay.append, BulkWay.prepend, BulkWay.swap, BulkWay.clear}
WAYS: Mapping[Kind, frozenset[BulkWay]] = {
    Kind.text: frozenset(OF_TEXT),
    Kind.code: frozenset(OF_TEXT),
    Kind.words: frozenset({BulkWay.set, BulkWay.add_tag, BulkWay.remove_tag, BulkWay.clear}),
    Kind.number: frozenset({BulkWay.set, BulkWay.increase, BulkWay.decrease, BulkWay.clear}),
    Kind.whole: frozenset({BulkWay.set, BulkWay.increase, BulkWay.decrease, BulkWay.clear}),
    Kind.money: frozenset({BulkWay.set, BulkWay.increase, BulkWay.decrease, BulkWay.clear}),
    Kind.yes_no: frozenset({BulkWay.set, BulkWay.clear}),
    Kind.state: frozenset({BulkWay.set}),
    Kind.brand: frozenset({BulkWay.set, BulkWay.clear}),
    Kind.category: frozenset({BulkWay.set, BulkWay.clear}),
}
# One value for many of these would be wrong for all but one.
UNIQUE = frozenset({"sku", "gtin", "handle"})


@dataclass(frozen=True, slots=True)
class Operation:
    """`text` is what is set, added or looked for, `by` what stands in its place. A number changes
    by `percent` or by `amount`, and is rounded to `step`."""

    field: str
    way: BulkWay
    text: str = ""
    by: str = ""
    percent: Decimal | None = None
    amount: Decimal | None = None
    step: Decimal | None = None
    rounding: Rounding = Rounding.half_up
    currency: str = ""
    of: Literal["product", "variant"] | None = None  # whose state is meant

    @property
    def of_variant(self) -> bool:
        if self.field == "state":
            return self.of == "variant"
        return self.field in fields.VARIANT


def check(operation: Operation, names: Names) -> None:
    """Raise if this cannot be done with this field, whatever stands in it."""
    kind = kind_of(operation.field, names.known)
    if kind is None or kind is Kind.cost:
        raise refused("field", "no_field", f"There is no field {operation.field[:60]!r}.")
    if operation.way not in WAYS[kind]:
        able = ", ".join(sorted(WAYS[kind]))
        sentence = f"{operation.field} cannot be edited by {operation.way}."
        raise refused("way", "no_way", sentence, f"With it one can: {able}.")
    if operation.way is BulkWay.set and operation.field in UNIQUE:
        sentence = f"Many products cannot have one {operation.field}."
        raise refused("way", "unique", sentence, "Bring different ones in a file instead.")
    if operation.field in ("options", "choices") and operation.way is not BulkWay.set:
        sentence = "What a buyer chooses is set as a whole."
        raise refused("way", "no_way", sentence, "Set all of it.")
    if len(operation.text) > TEXT_CHARS_MAX or len(operation.by) > TEXT_CHARS_MAX:
        raise refused("text", "too_long", f"A text has {TEXT_CHARS_MAX:,} characters at most.")
    if operation.way in (BulkWay.increase, BulkWay.decrease):
        check_number(operation)
    elif operation.way not in (BulkWay.clear, BulkWay.set) and not operation.text:
        raise refused("text", "empty", "There is nothing to add or to look for.", "Write a text.")
    if operation.way is BulkWay.clear:
        cleared = emptied(operation.field, kind, names)
        if isinstance(cleared, Finding):
            raise Rejected(cleared.sentence, [cleared], cleared.next_step)
    if operation.way is BulkWay.set:
        wanted = set_value(operation, names)
        if isinstance(wanted, Finding):
            raise Rejected(wanted.sentence, [wanted], wanted.next_step)


def check_number(operation: Operation) -> None:
    if (operation.percent is None) == (operation.amount is None):
        sentence = "A number changes by a percentage or by an amount, not by both."
        raise refused("percent", "one_of_two", sentence, "Give one of the two.")
    by = operation.percent if operation.percent is not None else operation.amount
    if by is None or not by.is_finite() or by <= 0 or by > PERCENT_MAX * 100_000:
        raise refused("amount", "no_number", "The change is a number above zero.")
    if operation.percent is not None and operation.percent > PERCENT_MAX:
        raise refused("percent", "too_large", f"{plain(PERCENT_MAX)} % is the most.")
    if operation.step is not None and not (operation.step.is_finite() and operation.step > 0):
        raise refused("step", "no_number", "A value is rounded to a number above zero.")
    if operation.amount is not None and operation.field == "price" and not operation.currency:
        sentence = "It is not said in which currency the amount is."
        raise refused("currency", "no_currency", sentence, "Prices in others stay as they are.")


def edited(operation: Operation, was: Value, names: Names) -> Value | Finding:
    """What shall stand there, checked as every edit is. The same value: nothing changes."""
    now = DOING[operation.way](operation, was, names)
    if isinstance(now, Finding) or same(now, was):
        return now
    return fields.checked(operation.field, now, names.known)


def set_value(operation: Operation, names: Names) -> Value | Finding:
    reading = Reading(currency=operation.currency)
    found = read(operation.field, operation.text, reading, names)
    assert not isinstance(found, UnitCost), "a cost is no field"
    return found


def set_it(operation: Operation, was: Value, names: Names) -> Value | Finding:
    return set_value(operation, names)


def append(operation: Operation, was: Value, names: Names) -> Value | Finding:
    return f"{was or ''}{operation.text}"


def prepend(operation: Operation, was: Value, names: Names) -> Value | Finding:
    return f"{operation.text}{was or ''}"


def replace(operation: Operation, was: Value, names: Names) -> Value | Finding:
    return was.replace(operation.text, operation.by) if isinstance(was, str) else was


def add_tag(operation: Operation, was: Value, names: Names) -> Value | Finding:
    standing = was if isinstance(was, tuple) else ()
    return standing if operation.text in standing else (*standing, operation.text)


def remove_tag(operation: Operation, was: Value, names: Names) -> Value | Finding:
    return tuple(each for each in was if each != operation.text) if isinstance(was, tuple) else was


def clear(operation: Operation, was: Value, names: Names) -> Value | Finding:
    kind = kind_of(operation.field, names.known)
    return emptied(operation.field, kind, names) if kind else was


def change(operation: Operation, was: Value, names: Names) -> Value | Finding:
    """Nothing stays nothing, and a price in another currency stays as it is."""
    if isinstance(was, bool) or not isinstance(was, int | Decimal | Money):
        return was
    with localcontext(WIDE):
        return changed(operation, was)


def changed(operation: Operation, was: int | Decimal | Money) -> Value | Finding:
    standing = was.amount if isinstance(was, Money) else Decimal(was)
    sign = 1 if operation.way is BulkWay.increase else -1
    if operation.percent is not None:
        now = standing * (100 + sign * operation.percent) / 100
    else:
        assert operation.amount is not None, "it was checked"
        if isinstance(was, Money) and was.currency != operation.currency:
            return was
        now = standing + sign * operation.amount
    if operation.step is not None:
        now = (now / operation.step).quantize(Decimal(1), operation.rounding.mode) * operation.step
    if isinstance(was, Money):
        return priced(operation, was, now)
    return int(now.quantize(Decimal(1), operation.rounding.mode)) if isinstance(was, int) else now


def priced(operation: Operation, was: Money, now: Decimal) -> Value | Finding:
    try:
        return UnitCost(was.currency, now).rounded(operation.rounding)
    except Rejected as wrong:
        return fields.wrong(operation.field, wrong.code, wrong.sentence, wrong.next_step)


Doing = Callable[[Operation, Value, Names], Value | Finding]
DOING: Mapping[BulkWay, Doing] = {
    BulkWay.set: set_it,
    BulkWay.append: append,
    BulkWay.prepend: prepend,
    BulkWay.swap: replace,
    BulkWay.add_tag: add_tag,
    BulkWay.remove_tag: remove_tag,
    BulkWay.increase: change,
    BulkWay.decrease: change,
    BulkWay.clear: clear,
}


def refused(
    field: str, code: str, sentence: str, step: str = "Correct it and send it again."
) -> Rejected:
    return Rejected(sentence, [Finding(Severity.error, code, sentence, step, field)], step)
