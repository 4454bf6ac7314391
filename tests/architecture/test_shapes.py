"""The shape of the program, beyond what imports can say. A finding is `file:line: what to do`."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FILE_LINES_MAX = 400  # every line, for a reader scrolls over every line
FUNCTION_LINES_MAX = 60  # every line but the docstring, for a promise may be long

FIVE = {"model", "store", "service", "routes", "jobs"}
ROOM = {"__init__.py"} | FIVE | {f"{name}.py" for name in FIVE}  # a crowded file becomes a folder
CHANGES = ROOM | {"guard.py", "commit.py"}
SIX = {"__init__.py", "manifest.py", "wire.py", "mapping.py", "writes.py", "hooks.py"}
CONNECTOR = SIX | {"wire", "mapping", "writes", "hooks"}  # here too, a crowded file
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}


@dataclass(frozen=True)
class Source:
    at: str  # from the project root: src/hanse/rooms/stock/store.py
    text: str
    tree: ast.Module
    nodes: tuple[ast.AST, ...]

    @property
    def place(self) -> str:
        return self.at.removeprefix("src/hanse/")


def python(*folders: str) -> list[Source]:
    return [read(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def read(path: Path) -> Source:
    text = path.read_text("utf-8")
    tree = ast.parse(text, path)
    return Source(path.relative_to(ROOT).as_posix(), text, tree, tuple(ast.walk(tree)))


PRODUCT = python("src/hanse")
EVERYTHING = PRODUCT + python("tests", "tools", "bench")
assert PRODUCT, "nothing under src/hanse: every check would pass without having looked"


def expect_none(findings: Iterable[tuple[str, int, str]]) -> None:
    if lines := [f"{at}:{line}: {advice}" for at, line, advice in sorted(findings)]:
        pytest.fail("\n".join(lines), pytrace=False)


# Sizes


def test_a_file_is_short() -> None:
    expect_none(
        (file.at, FILE_LINES_MAX, f"the file has {count} lines; split it by noun or make two rooms")
        for file in EVERYTHING
        if (count := len(file.text.splitlines())) > FILE_LINES_MAX
    )


def test_a_function_is_short() -> None:
    expect_none(
        (file.at, node.lineno, f"{node.name} has {count} lines; give its steps names of their own")
        for file in EVERYTHING
        for node in file.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (count := lines(node) - docstring_lines(node)) > FUNCTION_LINES_MAX
    )


def lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return lines(node.body[0]) if ast.get_docstring(node) else 0


# Files and folders


def test_a_file_is_named_after_what_it_holds() -> None:
    expect_none(
        (file.at, 1, f"'{word}' says nothing; name the file after the noun or verb that it holds")
        for file in EVERYTHING
        for word in EMPTY_WORDS.intersection(re.split("[/_.]", file.at))
    )


def test_rooms_changes_and_connectors_hold_the_known_files_only() -> None:
    expect_none(
        (f"{folder}/{name}", 1, f"only {' '.join(sorted(known))} stand here; move or rename it")
        for pattern, known in [("rooms/*", ROOM), ("changes", CHANGES), ("connectors/*", CONNECTOR)]
        for folder, names in folders(pattern)
        for name in names - known
    )


def test_a_connector_has_all_six_files() -> None:
    expect_none(
        (f"{folder}/{name}", 1, "is missing; where there is nothing to say, a docstring says so")
        for folder, names in folders("connectors/*")
        for name in SIX - names - {f"{name}.py" for name in names}
    )


def folders(pattern: str) -> Iterator[tuple[str, set[str]]]:
    """Each folder of the product that the pattern means, with the names in it."""
    for folder in (ROOT / "src/hanse").glob(pattern):
        if folder.is_dir() and folder.name != "__pycache__":
            names = {path.name for path in folder.iterdir()} - {"__pycache__"}
            yield folder.relative_to(ROOT).as_posix(), names


def test_a_room_says_what_it_is() -> None:
    expect_none(
        (file.at, 1, "say what the room owns: its tables, its events, what it never does")
        for file in PRODUCT
        if re.fullmatch(r"(rooms/\w+|changes)/__init__\.py", file.place)
        if not ast.get_docstring(file.tree)
    )


def test_an_init_does_nothing() -> None:
    """Importing a folder costs nothing, and no name passed on slips by the import contracts."""
    expect_none(
        (file.at, node.lineno, "an __init__ holds a docstring only; import from the file itself")
        for file in PRODUCT
        if file.place.endswith("__init__.py")
        if "/model/" not in file.place  # all of a model is public, so it may pass its nouns on
        for node in file.tree.body[1 if ast.get_docstring(file.tree) else 0 :]
    )


def test_every_module_that_the_import_contracts_name_exists() -> None:
    """A contract about a module that has moved would be kept for ever."""
    contracts = (ROOT / ".importlinter").read_text("utf-8").splitlines()
    expect_none(
        (".importlinter", number, f"there is no {name}; write where it went")
        for number, line in enumerate(contracts, 1)
        for name in re.findall(r"\bhanse(?:\.\w+)+", line)
        if not (path := ROOT / "src" / name.replace(".", "/")).is_dir()
        if not path.with_suffix(".py").is_file()
    )


# Words in the code

PURE = re.compile(r"base/|trade/|rooms/\w+/model\b|changes/(model|guard)\b|connectors/\w+/(?!wire)")
TEST_FLAG = re.compile(r"(\S*[^\sa-z])?(pytest|testing)([^\sa-z]\S*)?", re.I)

# Names that have a home, and what everybody else does instead.
HOMES = [
    (
        {"datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today"}
        | {"datetime.date.today", "time.time", "time.time_ns", "uuid.uuid4", "uuid.uuid7"},
        ("app/", "base/clock.py", "base/ids.py"),
        "take the instant or the identity as an argument",
    ),
    (
        {"urllib.request", "http.client"},
        ("engine/wire/wire.py", "sandbox/"),
        "send it through engine.wire",
    ),
    (
        {"open", "print"},
        ("app/", "engine/", "sandbox/"),
        "take the bytes as an argument, return the words",
    ),
    (
        {"importlib.import_module", "__import__"},
        ("app/wiring.py", "app/cli/main.py"),  # the command line loads the one command asked for
        "write a plain import, which the contracts can see",
    ),
]


def test_the_clock_chance_and_the_outside_stay_at_home() -> None:
    expect_none(
        (file.at, line, f"{name} is at home in {', '.join(homes)}; {advice}")
        for file in PRODUCT
        for line, name in names_in_full(file)
        for names, homes, advice in HOMES
        if names & {name, name.rpartition(".")[0]} and not file.place.startswith(homes)
    )


def names_in_full(file: Source) -> Iterator[tuple[int, str]]:
    """After `from time import time as now`, the name `now` reads time.time."""
    full: dict[str, str] = {}
    for node in file.nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            origin = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            full |= {name.asname or name.name: origin + name.name for name in node.names}

    def read_out(node: ast.AST) -> str:
        if isinstance(node, ast.Attribute):
            return f"{read_out(node.value)}.{node.attr}"
        return full.get(node.id, node.id) if isinstance(node, ast.Name) else ""

    yield from (
        (node.lineno, read_out(node))
        for node in file.nodes
        if isinstance(node, ast.Name | ast.Attribute)
    )


def test_what_decides_does_not_wait() -> None:
    expect_none(
        (file.at, node.lineno, "an await among decisions; take the answer as an argument")
        for file in PRODUCT
        if PURE.match(file.place)
        for node in file.nodes
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith)
    )


def test_loose_documents_stay_at_the_border() -> None:
    expect_none(
        (file.at, node.lineno, f"{ast.unparse(node)}; map it to a frozen value in mapping.py")
        for file in PRODUCT
        if not file.place.startswith("sandbox/")
        if not re.search(r"/(mapping|wire)(\.py|/\w+\.py)$", file.place)
        for node in file.nodes
        if isinstance(node, ast.Subscript)
        if re.fullmatch(r"(.*\.)?(dict|Dict|\w*Mapping)\[str, (.*\.)?Any\]", ast.unparse(node))
    )


def test_nothing_asks_whether_it_is_being_tested() -> None:
    expect_none(
        (file.at, getattr(node, "lineno", 1), f"'{word}': hand the difference in as an argument")
        for file in PRODUCT
        for node in file.nodes
        for _, word in ast.iter_fields(node)
        if isinstance(word, str) and TEST_FLAG.fullmatch(word)
    )


def test_one_line_sends_writes_to_platforms() -> None:
    """A write port's one function is named write_remote; all guards stand before its one call."""
    calls = sorted(
        (file.at, node.lineno, "only one line of changes/commit.py sends; propose a change instead")
        for file in PRODUCT
        for node in file.nodes
        if isinstance(node, ast.Call)
        if "write_remote" in (getattr(node.func, "attr", ""), getattr(node.func, "id", ""))
    )
    allowed = [call for call in calls if call[0] == "src/hanse/changes/commit.py"][:1]
    expect_none(set(calls) - set(allowed))


# Where a connection may be maintained: kinds that the card lists, never a merchant's data.
MAINTAINED_IN = {
    "app/supplying.py",  # a service is given the numbers of parcels that it follows
    "rooms/connections/service/accounts.py",  # the key is given back when a shop is left
    "rooms/connections/service/subscribing.py",  # webhooks
    "rooms/connections/service/writing.py",  # where the files go that a change names
    "rooms/mirror/service/bulk.py",  # files of everything
}


def test_named_places_maintain_connections() -> None:
    places = {
        file.place
        for file in PRODUCT
        for node in file.nodes
        if isinstance(node, ast.Call)
        if "maintain_remote" in (getattr(node.func, "attr", ""), getattr(node.func, "id", ""))
    }
    assert places == MAINTAINED_IN


# SQL

STORE = re.compile(r"(?:rooms/)?(\w+)/store(?:\.py|/\w+\.py)")
SQL = re.compile(  # whole statements and halves of them; a capital begins a sentence for people
    r"""(?:\s|--.*\n)*(?!(?-i:[A-Z][a-z]))(?:
        select\s.*?(?:\bfrom\b|\() | insert\s+into\s | update\s.*?\bset\b | delete\s+from\s
      | merge\s+into\s | with\s.*?\bas\b.*?\( | copy\s.*?\b(?:stdin|stdout)\b | truncate\s
      | (?:create|alter|drop)\s.*?\b(?:table|index|view|policy|function|role)\b
      | from\s+\w+_\w+ | (?:\w+\s+)?join\s.*?\b(?:on|using)\b)""",
    re.I | re.S | re.X,
)
NOT_A_TABLE = re.compile(  # comments, quotations, and other uses of FROM and UPDATE
    r"""--.*$ | '[^']*' | \bdistinct\s+from\b | \bfrom\s+stdin\b | \b(?:do|then)\s+update\b
      | \b(?:extract|substring|trim|overlay)\s*\([^)]*?\bfrom\b
      | \bfor\s+(?:no\s+key\s+)?update\b(?:\s+of\s+\w+)?""",
    re.M | re.X,
)
CTE = re.compile(r"(\w+)\s*(?:\([\w\s,]*\)\s*)?\bas\s+(?:(?:not\s+)?materialized\s+)?\(")
COMMA = re.compile(r"(\b(?:from|join)\s+[\w.{}]+(?:\([^()]*\))?(?:\s+(?:as\s+)?\w+)?\s*),")
TABLE = re.compile(  # a name before a bracket is a function, but only after FROM and its like
    r"""\b(?:(from|join|using)|into|update|copy|truncate|table)\s+
        (?:only\s+|lateral\s+|table\s+|if\s+(?:not\s+)?exists\s+)*
        ([\w.{}]++)(?(1)(?!\s*\())""",
    re.X,
)


def test_sql_stands_in_stores_and_in_the_engine() -> None:
    expect_none(
        (file.at, line, "SQL outside a store.py; move it there (a sentence begins with a capital)")
        for file in PRODUCT
        if not file.place.startswith("engine/") and not STORE.fullmatch(file.place)
        for line, text in texts(file)
        if SQL.match(text)
    )


def test_a_store_names_the_tables_of_its_room_only() -> None:
    expect_none(
        (file.at, line, f"{table} is no table of {store[1]}; ask the room that owns it")
        for file in PRODUCT
        if (store := STORE.fullmatch(file.place))
        for line, text in texts(file)
        if SQL.match(text)
        for table in tables(text)
        if not re.fullmatch(rf"{store[1]}(_\w+)?", table)
    )


def texts(file: Source) -> Iterator[tuple[int, str]]:
    """Every string but docstrings; what an f-string works out reads `{}`."""
    passed = {node.value for node in file.nodes if isinstance(node, ast.Expr)}
    for node in file.nodes:
        if isinstance(node, ast.JoinedStr):
            passed.update(node.values)
            parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed:
            yield node.lineno, node.value


def tables(sql: str) -> set[str]:
    """The tables that a statement reads or writes, without those that its WITH makes up."""
    sql = NOT_A_TABLE.sub(" ", sql.lower().replace('"', ""))
    while (joined := COMMA.sub(r"\1 join ", sql)) != sql:
        sql = joined
    return {name for _, name in TABLE.findall(sql)} - set(CTE.findall(sql))
