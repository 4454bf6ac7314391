"""Checking parameters as WordPress does: nothing is checked that was sent as null."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hanse.sandbox.woocommerce.errors import invalid_params, missing_params
from hanse.sandbox.woocommerce.php import listed

Rule = str | tuple[str, ...]
TRUE, FALSE = (True, 1, "true", "1", "True"), (False, 0, "false", "0", "", "False")


def check(
    rules: Mapping[str, Rule], values: Mapping[str, Any], required: tuple[str, ...] = ()
) -> None:
    """Refuse all that does not fit in one answer, in the order of the rules."""
    if missing := [name for name in required if values.get(name) is None]:
        raise missing_params(missing)
    details = {
        name: fault
        for name, rule in rules.items()
        if values.get(name) is not None and (fault := _fault(name, rule, values[name]))
    }
    if details:
        raise invalid_params(details)


def as_bool(value: Any) -> bool:
    return value not in FALSE and value is not None


def as_int(value: Any) -> int:
    """PHP's own cast: the digits in front count, a word is 0."""
    if isinstance(value, bool | int | float):
        return int(value)
    found = re.match(r"\s*-?\d+", str(value or ""))
    return int(found[0]) if found else 0


def _fault(name: str, rule: Rule, value: Any) -> dict[str, Any] | None:
    if isinstance(rule, tuple):
        return _not_one_of(name, rule, value)
    kind, _, rest = rule.partition(":")
    if kind == "list":
        words = tuple(rest.split(","))
        faults = (_not_one_of(f"{name}[{i}]", words, v) for i, v in enumerate(listed(value)))
        return next((fault for fault in faults if fault), None)
    if kind == "date":
        fits = isinstance(value, str) and _is_date(value)
        return None if fits else _row("rest_invalid_date", "Invalid date.")
    if kind == "address":
        return _address_fault(value)
    if not _is_a(kind, value):
        message = f"{name} is not of type {kind}."
        return _row("rest_invalid_type", message, {"param": name})
    return _bounds_fault(name, rest, value)


def _bounds_fault(name: str, bounds: str, value: Any) -> dict[str, Any] | None:
    low, _, high = bounds.partition("..")
    if low and high and not int(low) <= as_int(value) <= int(high):
        return _row(
            "rest_out_of_bounds",
            f"{name} must be between {low} (inclusive) and {high} (inclusive)",
        )
    if low and as_int(value) < int(low):
        return _row("rest_out_of_bounds", f"{name} must be greater than or equal to {low}")
    return None


def _is_a(kind: str, value: Any) -> bool:
    if kind == "string":
        return isinstance(value, str)
    if kind == "integer":
        if isinstance(value, float):
            return value.is_integer()
        if isinstance(value, str):
            return bool(re.fullmatch(r"\s*-?\d+(\.0+)?", value))
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "boolean":
        return isinstance(value, bool | int | str) and value in TRUE + FALSE
    if kind == "array":
        return isinstance(value, list | str) or (
            isinstance(value, dict) and all(isinstance(key, int) for key in value)
        )
    if kind == "object":
        return isinstance(value, dict) or value in ([], "")
    return True


def _not_one_of(name: str, words: tuple[str, ...], value: Any) -> dict[str, Any] | None:
    if value in words:
        return None
    said = f"{', '.join(words[:-1])}, and {words[-1]}"
    return _row("rest_not_in_enum", f"{name} is not one of {said}.")


def _address_fault(value: Any) -> dict[str, Any] | None:
    email = value.get("email") if isinstance(value, dict) else None
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", str(email)):
        return _row("rest_invalid_email", "Invalid email address.")
    return None


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return bool(re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text))


def _row(code: str, message: str, data: Any = None) -> dict[str, Any]:
    return {"code": code, "message": message, "data": data}
