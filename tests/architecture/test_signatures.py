"""Whether a signature is right is told in a time that does not depend on how much of it is right.

Read from the source: what was sent as a signature, and what it should have been, meet in
`hmac.compare_digest` and in no comparison.
"""

import ast
import re
from collections.abc import Iterator
from typing import TypeGuard

import pytest

from hanse.app.wiring import CONNECTORS
from tests.architecture.test_shapes import PRODUCT, expect_none

MADE = {"hmac.new", "hmac.digest"}
COMPARED = "hmac.compare_digest"
NAMED = re.compile(r"([\w-]+[_-])?(hmac|signature)([_-][\w-]+)?", re.IGNORECASE)
ADVICE = "takes longer the more of a signature is right; use hmac.compare_digest"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def findings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and advice: a function compares a signature in another way, or not at all."""
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    names = headers(tree)
    makers = {each.name for each in functions if made(each)}
    for function in functions:
        secret = tainted(function, names, makers)
        for node in filter(is_comparison, ast.walk(function)):
            if any(holds(each, secret, names, makers) for each in (node.left, *node.comparators)):
                yield node.lineno, f"`{ast.unparse(node)}` {ADVICE}"
        if any(sent(node, names) for node in ast.walk(function)) and not compares(function):
            yield function.lineno, f"{function.name} reads a signature and compares it nowhere"


def headers(tree: ast.Module) -> set[str]:
    """The constants of the module that name where a signature stands."""
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and names_one(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def names_one(node: ast.AST) -> bool:
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and bool(NAMED.fullmatch(text))


def is_comparison(node: ast.AST) -> TypeGuard[ast.Compare]:
    """Whether something is there at all may be asked."""
    return isinstance(node, ast.Compare) and not all(
        isinstance(each, ast.Is | ast.IsNot) for each in node.ops
    )


def called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def compares(function: ast.AST) -> bool:
    return any(called(node) == COMPARED for node in ast.walk(function))


def made(function: Function) -> bool:
    """Whether it hands back a signature that it made."""
    found = any(called(node) in MADE for node in ast.walk(function))
    return found and not compares(function)


def sent(node: ast.AST, names: set[str]) -> bool:
    """Whether this reads what stands under the name of a signature: `get(NAME)` or `[NAME]`."""
    if isinstance(node, ast.Call):
        keys = node.args
    else:
        keys = [node.slice] if isinstance(node, ast.Subscript) else []
    return any(names_one(key) or (isinstance(key, ast.Name) and key.id in names) for key in keys)


def holds(node: ast.AST, secret: set[str], names: set[str], makers: set[str]) -> bool:
    """Whether the value is, or is made of, a signature; what compare_digest answered is none."""
    if called(node) == COMPARED:
        return False
    if isinstance(node, ast.Name) and node.id in secret:
        return True
    if sent(node, names) or called(node) in MADE | makers:
        return True
    return any(holds(each, secret, names, makers) for each in ast.iter_child_nodes(node))


def tainted(function: Function, names: set[str], makers: set[str]) -> set[str]:
    """The names in it that stand for a signature, also by way of another name."""
    found: set[str] = set()
    while True:
        more = {
            target.id
            for node in ast.walk(function)
            if (value := getattr(node, "value", None) or getattr(node, "iter", None))
            for target in targets(node)
            if holds(value, found, names, makers)
        }
        if more <= found:
            return found
        found |= more


def targets(node: ast.AST) -> Iterator[ast.Name]:
    held = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    yield from (
        name
        for each in held
        if each is not None
        for name in ast.walk(each)
        if isinstance(name, ast.Name)
    )


def test_signatures_are_compared_in_constant_time() -> None:
    expect_none(
        (file.at, line, advice)
        for file in PRODUCT
        if file.place.startswith("connectors/")
        for line, advice in findings(file.tree)
    )


def test_every_connector_that_hears_of_changes_compares_a_signature() -> None:
    hearing = {platform.CARD.name for platform in CONNECTORS if platform.CARD.topics}
    comparing = {
        file.place.split("/")[1]
        for file in PRODUCT
        if file.place.startswith("connectors/")
        for node in file.nodes
        if isinstance(node, ast.FunctionDef) and node.name == "verify" and compares(node)
    }
    assert hearing
    assert hearing <= comparing


BAD = {
    "with the header": "return headers['x-shop-hmac-sha256'] == right",
    "with what was sent": "sent = headers.get(SIGNATURE, '').encode()\n    return sent != right",
    "by way of a name": "a = headers[SIGNATURE]\n    b = a[:9]\n    return b == right[:9]",
    "in a loop": "return all(a == b for a, b in zip(headers[SIGNATURE], right))",
    "with what was made": "return made(body) == told",
    "made on the spot": "return told == hmac.new(key, body, 'sha256').hexdigest()",
    "among several": "return headers[SIGNATURE] in {made(body), made(body + b' ')}",
    "read and let be": "return bool(headers.get(SIGNATURE))",
    "beside a right one": (
        "sent = headers[SIGNATURE]\n"
        "    return hmac.compare_digest(sent, right) or sent == made(body)"
    ),
}
GOOD = (
    "if SIGNATURE not in headers or len(body) > 9:\n        return False\n"
    "    sent = headers.get(SIGNATURE)\n"
    "    if sent is None:\n        return False\n"
    "    right = [hmac.compare_digest(sent, made(body + key)) for key in keys]\n"
    "    return any(right) and topic == 'order.created'"
)


def source(body: str) -> ast.Module:
    return ast.parse(
        "import hmac\nSIGNATURE = 'x-shop-signature'\n"
        "def made(body):\n    return hmac.new(b'k', body, 'sha256').hexdigest()\n"
        f"def verify(headers, body, told):\n    {body}\n"
    )


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_a_comparison_that_tells_of_the_secret_is_found(body: str) -> None:
    assert list(findings(source(body)))


def test_a_comparison_that_tells_nothing_passes() -> None:
    assert list(findings(source(GOOD))) == []
