"""Refusals in the words of the platform. The HTTP status stands in the error's own data."""

from typing import Any


class Refusal(Exception):  # noqa: N818 (it is an answer, not a mistake of ours)
    """An error answer: raised anywhere, turned into a body at one place."""

    def __init__(
        self, status: int, code: str, message: str, data: Any = None, *, allow: bool = True
    ) -> None:
        super().__init__(message)
        self.status = status
        self.allow = allow  # False where the store does not get as far as listing the verbs
        self.body: dict[str, Any] = {
            "code": code,
            "message": message,
            "data": {"status": status, **(data or {})} if not isinstance(data, int) else data,
        }


def no_route() -> Refusal:
    return Refusal(404, "rest_no_route", "No route was found matching the URL and request method.")


def invalid_id(noun: str, status: int = 404) -> Refusal:
    return Refusal(status, f"woocommerce_rest_{noun}_invalid_id", "Invalid ID.")


def invalid_params(details: dict[str, dict[str, Any]]) -> Refusal:
    """One refusal for all parameters that do not fit, in the order of the schema."""
    return Refusal(
        400,
        "rest_invalid_param",
        f"Invalid parameter(s): {', '.join(details)}",
        {"params": {name: row["message"] for name, row in details.items()}, "details": details},
    )


def missing_params(names: list[str]) -> Refusal:
    return Refusal(
        400,
        "rest_missing_callback_param",
        f"Missing parameter(s): {', '.join(names)}",
        {"params": names},
    )


def broken_json() -> Refusal:
    return Refusal(
        400,
        "rest_invalid_json",
        "Invalid JSON body passed.",
        {"json_error_code": 4, "json_error_message": "Syntax error"},
    )


def no_trash(nouns: str) -> Refusal:
    return Refusal(501, "woocommerce_rest_trash_not_supported", f"{nouns} do not support trashing.")


def already_trashed(noun: str) -> Refusal:
    return Refusal(410, "woocommerce_rest_already_trashed", f"The {noun} has already been deleted.")


def critical() -> Refusal:
    """What a crash of the store's own code looks like from outside."""
    text = (
        "<p>There has been a critical error on this website.</p><p><a href="
        '"https://wordpress.org/documentation/article/faq-troubleshooting/">'
        "Learn more about troubleshooting WordPress.</a></p>"
    )
    refusal = Refusal(500, "internal_server_error", text, allow=False)
    refusal.body["additional_errors"] = []
    return refusal
