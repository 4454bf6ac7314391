"""One GraphQL call: read, checked, paid for, run, and put into the platform's envelope."""

from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    execute_sync,
    get_operation_ast,
    parse,
    type_from_ast,
    validate,
)
from graphql import validation as rules
from graphql.utilities import validate_input_value, value_from_ast_untyped

from hanse.sandbox.shopify.ask import Ask
from hanse.sandbox.shopify.cost import (
    SINGLE_MAX,
    Price,
    actual,
    bucket,
    fields_of,
    named,
    priced,
    requested,
    status,
)
from hanse.sandbox.shopify.refusals import Refusal
from hanse.sandbox.shopify.schema import schema

Body = dict[str, Any]
LIMITS_PAGE = "https://shopify.dev/api/usage/rate-limits"
CODES = {
    rules.FieldsOnCorrectTypeRule: "undefinedField",
    rules.KnownArgumentNamesRule: "argumentNotAccepted",
    rules.ProvidedRequiredArgumentsRule: "missingRequiredArguments",
    rules.ValuesOfCorrectTypeRule: "argumentLiteralsIncompatible",
    rules.KnownDirectivesRule: "undefinedDirective",
    rules.NoUnusedVariablesRule: "variableNotUsed",
    rules.NoUndefinedVariablesRule: "variableNotDefined",
    rules.ScalarLeafsRule: "selectionMismatch",
    rules.KnownTypeNamesRule: "undefinedType",
    rules.KnownFragmentNamesRule: "undefinedFragment",
    rules.NoUnusedFragmentsRule: "useAndDefineFragment",
    rules.VariablesInAllowedPositionRule: "variableMismatch",
}


def run(ask: Ask, payload: Any, *, debug: bool = False) -> tuple[int, Body]:
    """Status and body. What goes wrong inside GraphQL is answered with 200 all the same."""
    query = payload.get("query") if isinstance(payload, dict) else None
    if not isinstance(query, str) or not query.strip():
        return 400, {"errors": {"query": "Required parameter missing or invalid"}}
    document, errors = checked(query)
    if errors or document is None:
        return 200, {"errors": [dict(error) for error in errors]}
    operation = get_operation_ast(document, payload.get("operationName") or None)
    if operation is None:
        name = payload.get("operationName")
        message = f'No operation named "{name}"' if name else "An operation name is required"
        return 200, {"errors": [{"message": message}]}
    variables = payload.get("variables") or {}
    if not isinstance(variables, dict):
        return 400, {"errors": {"variables": "must be an object"}}  # guessed words
    if wrong := wrong_variables(operation, variables):
        return 200, {"errors": wrong}
    defaults = {
        d.variable.name.value: value_from_ast_untyped(d.default_value)
        for d in operation.variable_definitions or ()
        if d.default_value is not None
    }
    price = priced(schema(), document, operation, defaults | variables)
    return 200, _paid(ask, document, operation, variables, price, debug)


def _paid(
    ask: Ask,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Body,
    price: Price,
    debug: bool,
) -> Body:
    """Too dear and too fast are refused before anything was done."""
    needed, purse, moods = requested(price), bucket(ask), ask.shop.moods
    if needed > SINGLE_MAX:
        message = (
            f"Query cost is {needed}, which exceeds the single query max cost limit ({SINGLE_MAX})."
        )
        more = {"cost": needed, "maxCost": SINGLE_MAX, "documentation": LIMITS_PAGE}
        return {
            "errors": [{"message": message, "extensions": {"code": "MAX_COST_EXCEEDED", **more}}]
        }
    cost: Body = {"requestedQueryCost": needed, "actualQueryCost": None}
    what = named(price)
    if needed > purse.level or moods.throttle_next > 0:
        ask.shop.ledger.paid(f"{what}, throttled")
        moods.throttle_next = max(moods.throttle_next - 1, 0)
        refused = {"code": "THROTTLED", "documentation": LIMITS_PAGE}
        return {
            "errors": [{"message": "Throttled", "extensions": refused}],
            "extensions": {"cost": cost | {"throttleStatus": status(ask, purse)}},
        }
    purse.level -= needed
    strikes = (
        moods.internal_error_share > 0 and ask.shop.chance.random() < moods.internal_error_share
    )
    if strikes and ask.shop.chance.random() < 0.5:
        ask.shop.ledger.paid(what, needed)
        return _broken(ask)
    found = execute_sync(
        schema(),
        document,
        context_value=ask,
        variable_values=variables,
        operation_name=operation.name.value if operation.name else None,
    )
    if strikes:
        ask.shop.ledger.paid(what, needed)
        return _broken(ask)
    used = min(sum(actual(c, (found.data or {}).get(k)) for k, c in price.children.items()), needed)
    purse.level += needed - used
    ask.shop.ledger.paid(what, used)
    cost |= {"actualQueryCost": used, "throttleStatus": status(ask, purse)}
    if debug:
        cost["fields"] = list(fields_of(price, []))
    body: Body = {"data": found.data}
    if found.errors:
        body["errors"] = [_shown(error) for error in found.errors]
    body["extensions"] = {"cost": cost}
    if ask.warnings:
        body["extensions"]["search"] = ask.warnings
    return body


def _broken(ask: Ask) -> Body:
    number = ask.shop.secret_text("request", 24)
    message = (
        "Internal error. Looks like something went wrong on our end.\n"
        f"Request ID: {number} (include this in support requests)."
    )
    return {
        "errors": [
            {
                "message": message,
                "extensions": {"code": "INTERNAL_SERVER_ERROR", "requestId": number},
            }
        ]
    }


def _shown(error: GraphQLError) -> Body:
    """A refusal goes to the caller; whatever else went wrong is a mistake of the sandbox."""
    cause = error.original_error or error
    if not isinstance(cause, Refusal):
        raise cause
    shown: Body = {"message": error.message}
    if error.locations:
        shown["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    return shown | {"path": error.path, "extensions": dict(error.extensions or {})}


@lru_cache(maxsize=512)
def checked(query: str) -> tuple[DocumentNode | None, tuple[Body, ...]]:
    """The document, or what is wrong with it; the same text is read once."""
    try:
        document = parse(query, max_tokens=20_000)
    except GraphQLSyntaxError as wrong:
        return None, (_located(wrong, "PARSE_ERROR"),)
    if not validate(schema(), document, max_errors=1):
        return document, ()
    found: list[Body] = []
    for rule in rules.specified_rules:
        code = CODES.get(rule, rule.__name__.removesuffix("Rule"))
        broken = validate(schema(), document, [rule])
        found += [_located(error, _finer(code, error.message)) for error in broken]
    return None, tuple(found)


def _finer(code: str, message: str) -> str:
    """One rule of the library covers what the platform tells apart."""
    if code == "argumentLiteralsIncompatible":
        if "to include required field" in message:
            return "missingRequiredInputObjectAttribute"
        if "not to include unknown field" in message:
            return "argumentNotAccepted"
        if "OneOf" in message:
            return "invalidOneOfInputObject"
    return code


def _located(error: GraphQLError, code: str) -> Body:
    where = [{"line": at.line, "column": at.column} for at in error.locations or ()]
    return {"message": error.message, "locations": where, "extensions": {"code": code}}


# Variables


def wrong_variables(operation: OperationDefinitionNode, variables: Body) -> list[Body]:
    """One error for each variable that does not fit, with every problem in it."""
    found = []
    for definition in operation.variable_definitions or ():
        name = definition.variable.name.value
        kind: Any = type_from_ast(schema(), definition.type)
        written = str(kind)
        if name not in variables:
            if definition.default_value is None and written.endswith("!"):
                found.append(_wrong(definition, name, written, None, [([], NULL)]))
            continue
        problems: list[tuple[list[Any], str]] = []

        def note(error: GraphQLError, path: list[Any], into: Any = problems) -> None:
            into.append(_explained(error.message, list(path)))

        validate_input_value(variables[name], kind, note, hide_suggestions=True)
        if problems:
            found.append(_wrong(definition, name, written, variables[name], problems))
    return found


NULL = "Expected value to not be null"


def _explained(message: str, path: list[Any]) -> tuple[list[Any], str]:
    """The library's sentence in the platform's words, and where the problem stands."""
    words = message.split("'")
    if "non-null type" in message:
        return path, NULL
    if "to include required field" in message:
        return [*path, words[3]], NULL
    if "not to include unknown field" in message:
        return [*path, words[3]], f"Field is not defined on {words[1].rstrip('!')}"
    if "does not exist in" in message:
        return path, f"Expected {words[1]!r} to be one of the values of {words[3]}"
    return path, message


def _wrong(
    definition: Any, name: str, written: str, value: Any, problems: list[tuple[list[Any], str]]
) -> Body:
    path, explanation = problems[0]
    place = f" for {'.'.join(map(str, path))} ({explanation})" if path else ""
    start = definition.loc.start_token if definition.loc else None
    shown = [{"path": at, "explanation": why} for at, why in problems]
    return {
        "message": f"Variable ${name} of type {written} was provided invalid value{place}",
        "locations": [{"line": start.line, "column": start.column}] if start else [],
        "extensions": {"code": "INVALID_VARIABLE", "value": value, "problems": shown},
    }
