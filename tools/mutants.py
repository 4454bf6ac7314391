"""Does a test notice when base is wrong? One small mistake at a time is planted to find out.

    python -m tools.mutants --count 200 --seed 7

Each mutant meets the tests of its own module, in a copy of the tree. The last line is JSON.
"""

import argparse
import ast
import importlib.util
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[1]
BASE = Path("src/hanse/base")
TESTS = Path("tests/base")

SHARE_MIN = 0.95
WORKERS = 2
LIMIT_S = 30.0  # who still runs after that has lost the way, and that is noticed too
MEMORY_MAX_BYTES = 4 << 30
GREEN = int(pytest.ExitCode.OK)
LOST = -signal.SIGKILL

# The same examples for every mutant, and none refused for being slow on a busy machine.
HYPOTHESIS = hypothesis.settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)

# Mutants that no test can tell from the original: module and changed statement, and why.
EQUIVALENT = {
    ("money", "EXACT = Context(prec=5 * DIGITS_MAX, traps=[Inexact])"): (
        "4 is enough for every product of two bounded numbers, and more digits change nothing"
    ),
}

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.USub: ast.UAdd,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    module: str
    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        pairs = enumerate(zip(self.before, self.after, strict=False))
        differs = next((at for at, (one, other) in pairs if one != other), 0)
        shown = slice(max(0, differs - 40), differs + 40)
        return f"{self.module}.py:{self.line}: {self.before[shown]}  ->  {self.after[shown]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    mutants = sample(wanted.count, wanted.seed)
    expect_green()
    began = time.monotonic()
    codes = list(judged(mutants))
    missed = [mutant for mutant, code in codes if code == GREEN]
    for mutant in sorted(missed, key=str):
        print(f"not caught: {mutant}")
    lost = [mutant for mutant, code in codes if code == LOST]
    print(
        f"took {time.monotonic() - began:.0f} s; {len(lost)} caught by the limit of {LIMIT_S:g} s"
    )
    share = 1 - len(missed) / len(mutants)
    figures = {"mutants": len(mutants), "caught": len(mutants) - len(missed)}
    print(json.dumps(figures | {"share": round(share, 4), "seed": wanted.seed}))
    return 0 if share >= SHARE_MIN else 1


def expect_green() -> None:
    """Tests that fail anyway, or that are not there, would catch everything."""
    unchanged = [Mutant(module, 0, "", "", source) for module, source in modules()]
    if red := [mutant.module for mutant, code in judged(unchanged) if code != GREEN]:
        sys.exit(f"The tests of {', '.join(red)} fail without any mutant; mend them first.")


def modules() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / BASE).glob("[!_]*.py")):
        yield path.stem, path.read_text("utf-8")


# Making mutants


def sample(count: int, seed: int) -> list[Mutant]:
    """So many different mutants: the same ones for the same seed and the same source."""
    every = [mutant for module, source in modules() for mutant in mutants_of(module, source)]
    real = [each for each in every if (each.module, each.after) not in EQUIVALENT]
    if stale := EQUIVALENT.keys() - {(each.module, each.after) for each in every}:
        sys.exit(f"No mutant is like this any more; take it off the list: {sorted(stale)}")
    print(f"{len(every)} mutants are possible, {len(every) - len(real)} of them equivalent")
    return random.Random(seed).sample(real, min(count, len(real)))


def mutants_of(module: str, source: str) -> Iterator[Mutant]:
    tree = ast.parse(source)
    for node, statement in nodes(tree, None):
        before = headline(statement)
        for field, value in changes(node):
            original = getattr(node, field)
            setattr(node, field, value)
            yield Mutant(module, statement.lineno, before, headline(statement), ast.unparse(tree))
            setattr(node, field, original)


def nodes(node: ast.AST, statement: ast.stmt | None) -> Iterator[tuple[ast.AST, ast.stmt]]:
    """All that decides something when the program runs, each with the statement around it."""
    if isinstance(node, ast.stmt):
        statement = node
    if statement:
        yield node, statement
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list", "bases"} or is_type(node):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from nodes(child, statement)


def is_type(node: ast.AST) -> bool:
    """Protocols and names of types are for the type checker; no test could see a change."""
    match node:
        case ast.ClassDef(bases=[ast.Name("Protocol")]):
            return True
        case ast.AnnAssign(annotation=ast.Name("TypeAlias")):
            return True
    return False


def changes(node: ast.AST) -> Iterator[tuple[str, object]]:
    """The small mistakes that can be made here: a field of the node and another value for it."""
    match node:
        case ast.Compare(ops=[op]):
            yield "ops", [SWAPS[type(op)]()]
        case ast.BinOp(op=op) | ast.AugAssign(op=op) | ast.BoolOp(op=op) if type(op) in SWAPS:
            yield "op", SWAPS[type(op)]()
        case ast.UnaryOp(op=ast.USub()):
            yield "op", ast.UAdd()
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "operand", negated(operand)
        case ast.If(test=test):
            yield "test", negated(test)
            yield "body", [ast.Pass()]
        case ast.While(test=test) | ast.IfExp(test=test):
            yield "test", negated(test)
        case ast.comprehension(ifs=[test]):
            yield "ifs", [negated(test)]
        case ast.Constant(value=bool(value)):
            yield "value", not value
        case ast.Constant(value=int(value)):
            yield "value", value + 1
            yield "value", value - 1
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield "value", ast.Constant(None)
        case ast.Expr(value=ast.Call()):
            yield "value", ast.Constant(None)


def negated(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def headline(statement: ast.stmt) -> str:
    """The statement in one line, without what is nested in it."""
    lines = ast.unparse(statement).splitlines()
    return next(line for line in lines if not line.startswith("@"))


# Judging mutants


@dataclass(frozen=True, slots=True)
class Run:
    mutant: Mutant
    process: ForkProcess
    deadline: float

    def is_over(self) -> bool:
        if time.monotonic() > self.deadline:
            self.process.kill()
            self.process.join()
        return not self.process.is_alive()


def judged(mutants: list[Mutant]) -> Iterator[tuple[Mutant, int | None]]:
    """Each mutant with the exit code of its tests, as many at a time as there are workers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / BASE, folder / "pure" / BASE)
        shutil.copytree(ROOT / TESTS, folder / "pure" / TESTS)
        shutil.copy(ROOT / BASE.parent / "__init__.py", folder / "pure" / BASE.parent)
        waiting, running = list(enumerate(mutants)), list[Run]()
        while waiting or running:
            while waiting and len(running) < WORKERS:
                number, mutant = waiting.pop()
                running.append(started(mutant, folder / "pure", folder / str(number)))
            connection.wait([run.process.sentinel for run in running], timeout=1.0)
            for run in [run for run in running if run.is_over()]:
                running.remove(run)
                yield run.mutant, run.process.exitcode


def started(mutant: Mutant, pure: Path, tree: Path) -> Run:
    # A fork has pytest and hypothesis loaded already, which would take longer than most tests.
    process = get_context("fork").Process(target=meet, args=[mutant, pure, tree])
    process.start()
    return Run(mutant, process, time.monotonic() + LIMIT_S)


def meet(mutant: Mutant, pure: Path, tree: Path) -> None:
    """Let a mutant meet the tests of its module; nothing of the real tree is imported."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX_BYTES, MEMORY_MAX_BYTES))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    shutil.copytree(pure, tree)
    (tree / BASE / f"{mutant.module}.py").write_text(mutant.source, "utf-8")
    (tree / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", "utf-8")
    sys.path.insert(0, str(tree / "src"))
    os.chdir(tree)
    found = importlib.util.find_spec(f"hanse.base.{mutant.module}")
    assert found, "the mutant is not there"
    assert found.origin == str(tree / BASE / f"{mutant.module}.py"), "the original is in the way"
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    hypothesis.settings.register_profile("mutants", HYPOTHESIS)
    hypothesis.settings.load_profile("mutants")
    files = sorted(map(str, tree.glob(f"{TESTS}/test_{mutant.module}*.py")))
    code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--import-mode=importlib", *files])
    shutil.rmtree(tree)
    sys.exit(code)


if __name__ == "__main__":
    sys.exit(main())
