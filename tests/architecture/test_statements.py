"""No SQL statement is put together from input; what must be is on a list with its reason."""

import ast

from tests.architecture.test_shapes import PRODUCT, expect_none

RUNS_SQL = {"fetch", "fetchrow", "fetchval", "execute", "executemany", "cursor", "prepare"}

# Statements with a name or number in them that no parameter can carry, and where it comes from.
BUILT = {
    "engine/tx.py:begun": "the workspace, a UUID",
    "engine/tx.py:leave_nothing": "the driver's own reset, and ours behind it",
    "engine/backup/drill.py:mark_and_count": "a snapshot's name, made by the server",
    "engine/backup/drill.py:name_instant": "the names of our tables, quoted by the server",
    "engine/backup/drill.py:count_one": "the name of one of our tables, quoted by the server",
}


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
    assert set(BUILT) <= standing
