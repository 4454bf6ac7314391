"""No SQL statement is put together from input; what must be is on a list with its reason."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.test_shapes import PRODUCT, Source, expect_none, texts

RUNS_SQL = {"fetch", "fetchrow", "fetchval", "execute", "executemany", "cursor", "prepare"}

# Statements with a name or number in them that no parameter can carry, and where it comes from.
BUILT = {
    "engine/files/names.py:of_column": "a table and a column, whose names the server quoted",
    "engine/tx.py:begin": "the driver's own reset, and the workspace, a UUID",
    "engine/tx.py:start": "the driver's own reset, and the workspace, a UUID",
    "engine/backup/drill.py:mark_and_count": "a snapshot's name, made by the server",
    "engine/backup/drill.py:name_instant": "the names of our tables, quoted by the server",
    "engine/backup/drill.py:count_one": "the name of one of our tables, quoted by the server",
}

# Statements that come by another name than one of ours in capitals, and where they come from.
PASSED_ON = {
    "engine/tx.py:fetch": "what its caller wrote",
    "engine/tx.py:fetchrow": "what its caller wrote",
    "engine/tx.py:fetchval": "what its caller wrote",
    "engine/tx.py:execute": "what its caller wrote",
    "engine/tx.py:executemany": "what its caller wrote",
    "engine/log/history.py:_read": "one of two statements in capitals",
    "engine/files/names.py:of_column": "a table and a column, whose names the server quoted",
    "engine/log/history.py:_read_older": "one of two statements in capitals",
    "rooms/catalog/store/searching.py:find": "one of eight that were put together of our own parts",
    "rooms/stock/store/levels.py:ledger": "one of eight that were put together of our own parts",
    "rooms/stock/store/listing.py:find": "one of many that were put together of our own parts",
    "engine/postgres/migrate.py:apply": "a migration's file, whose checksum is kept",
    "engine/postgres/operators.py:prepare": "put together by the server, which quotes names",
    "engine/postgres/operators.py:make_extension": "one of three in capitals",
    "engine/postgres/roles.py:do": "put together by the server, which quotes names",
}
# What it would leave in its session stays there for the next workspace.
# A capital begins a sentence for people.
OUTLIVES = re.compile(r"\s*(?:prepare\s+\w+|set\s+(?!local\b|transaction\b)|listen\s)")


def test_no_statement_is_built_from_input() -> None:
    expect_none(
        (file.at, call.lineno, "a statement is built here; use $1 and hand the value over")
        for file in PRODUCT
        for function in file.nodes
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        if f"{file.place}:{function.name}" not in BUILT
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        if getattr(call.func, "attr", "") in RUNS_SQL
        if call.args and is_built(call.args[0])
    )


def test_a_statement_is_a_text_or_a_name_in_capitals() -> None:
    """So a variable in which somebody has put a statement together is found as well."""
    expect_none(
        (file.at, call.lineno, "write the statement here, or name it in capitals")
        for file, function, call in calls()
        if f"{file.place}:{function}" not in BUILT | PASSED_ON
        if not isinstance(call.args[0], ast.Constant)
        if not (isinstance(call.args[0], ast.Name) and call.args[0].id.isupper())
    )


def calls() -> Iterator[tuple[Source, str, ast.Call]]:
    """Every call that runs SQL, with the function that it stands in."""
    for file in PRODUCT:
        for function in file.nodes:
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for call in ast.walk(function):
                if (
                    isinstance(call, ast.Call)
                    and call.args
                    and isinstance(call.func, ast.Attribute)
                    and call.func.attr in RUNS_SQL
                    and ast.unparse(call.func.value) not in {"roles", "operators"}
                ):
                    yield file, function.name, call


def test_no_statement_leaves_something_in_its_session() -> None:
    """A pooled connection serves one workspace after the other."""
    expect_none(
        (file.at, line, "say `set local`, or do it on a connection outside of every pool")
        for file in PRODUCT
        if not file.place.startswith("engine/postgres/")
        for line, text in texts(file)
        if OUTLIVES.match(text)
    )


def is_built(sql: ast.expr) -> bool:
    if isinstance(sql, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in sql.values)
    if isinstance(sql, ast.BinOp):
        return True
    return isinstance(sql, ast.Call) and getattr(sql.func, "attr", "") in {
        "format",
        "join",
        "replace",
    }


def test_every_built_statement_still_stands() -> None:
    """A line of the list about a function that has moved would excuse another one later."""
    standing = {
        f"{file.place}:{node.name}"
        for file in PRODUCT
        for node in file.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert set(BUILT) | set(PASSED_ON) <= standing
