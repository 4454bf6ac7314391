"""What the platform says no with, inside an answer of status 200."""

from typing import Any

from graphql import GraphQLError


class Refusal(GraphQLError):  # noqa: N818 (an answer, not a mistake)
    """One entry of `errors`; its place is filled in where it is raised while a field is worked."""

    def __init__(self, message: str, code: str, **more: Any) -> None:
        super().__init__(message, extensions={"code": code, **more})


def access_denied(what: str, scope: str) -> Refusal:
    needed = f"`{scope}` access scope."
    return Refusal(
        f"Access denied for {what} field. Required access: {needed}",
        "ACCESS_DENIED",
        documentation="https://shopify.dev/api/usage/access-scopes",
        requiredAccess=needed,
    )


def wrong_type(gid: str) -> Refusal:
    return Refusal(f"Invalid id: {gid}", "RESOURCE_NOT_FOUND")


def too_many(count: int, most: int) -> Refusal:
    return Refusal(
        f"The input array size of {count} is greater than the maximum allowed of {most}.",
        "MAX_INPUT_SIZE_EXCEEDED",
    )
