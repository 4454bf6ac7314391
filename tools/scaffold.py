"""New rooms, connectors and migrations that pass every check at once: `make room NAME=pricing`."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tools import connector_templates, templates

ROOT = Path(__file__).resolve().parents[1]
LINE_CHARS_MAX = 100
IMPORTED = re.compile(
    r"^from hanse\.connectors\.(\w+) import (?:\([^)]*\)|[^(\n]*)\n", re.MULTILINE
)
WIRING = "src/hanse/app/wiring.py"
RESERVED = {"changes", "engine", "base", "trade", "app", "sandbox", "rooms", "connectors"}


class ScaffoldError(Exception):
    """Nothing was written; the message says what to do instead."""


def main(words: list[str]) -> int:
    if len(words) != 2 or words[0] not in KINDS:
        print("scaffold: say what and its name: make room NAME=pricing", file=sys.stderr)
        return 2
    try:
        written = KINDS[words[0]](ROOT, words[1])
    except ScaffoldError as error:
        print(f"scaffold: {error}", file=sys.stderr)
        return 1
    for path in written:
        print(path.relative_to(ROOT))
    print(templates.AFTERWARDS[words[0]])
    return 0


def room(root: Path, name: str) -> list[Path]:
    """Six files, a folder of tests, and a place in the list of rooms."""
    check_name(name, "a noun that a merchant uses: make room NAME=pricing")
    if name in RESERVED:
        raise ScaffoldError(f"{name} is the name of a layer; a room needs another noun.")
    files = docstrings(f"src/hanse/rooms/{name}", templates.ROOM)
    files[f"tests/rooms/{name}/__init__.py"] = ""
    files[f"tests/rooms/{name}/test_model.py"] = templates.ROOM_TEST
    ensure_packages(root, "tests/rooms")
    written = write(root, files, name)
    list_room(root / ".importlinter", name)
    return written


def connector(root: Path, name: str) -> list[Path]:
    """Six files, the other side in the sandbox, tests, a page, and a line in the wiring."""
    check_name(name, "the platform's name: make connector NAME=shopee")
    wiring = wired(root / WIRING, name)
    folder = f"src/hanse/connectors/{name}"
    files = {f"{folder}/{file}": text for file, text in connector_templates.FILES.items()}
    files[f"src/hanse/sandbox/{name}.py"] = connector_templates.SANDBOX
    files[f"tests/connectors/{name}/__init__.py"] = ""
    files[f"tests/connectors/{name}/test_card.py"] = connector_templates.TEST
    files[f"docs/connectors/{name}.md"] = connector_templates.PAGE
    title = name.replace("_", " ").title()
    ensure_packages(root, "tests/connectors")
    texts = {path: text.replace("TITLE", title) for path, text in files.items()}
    written = write(root, texts, name)
    (root / WIRING).write_text(wiring, "utf-8")
    fill_page(root)
    return written


def wired(path: Path, name: str) -> str:
    """The wiring with one platform more, on a line of its own."""
    text = path.read_text("utf-8")
    if re.search(rf"\b{name}\b", text):
        raise ScaffoldError(f"{name} means something else in {WIRING}; take a longer name.")
    imports = list(IMPORTED.finditer(text))
    listed = re.search(r"^CONNECTORS.*\(\n(?:    \w+,\n)*", text, re.MULTILINE)
    if not imports or listed is None:
        raise ScaffoldError(f"{WIRING} has no list of platforms; write it in by hand.")
    text = f"{text[: listed.end()]}    {name},\n{text[listed.end() :]}"
    after = next((each.start() for each in imports if each[1] > name), imports[-1].end())
    line = f"from hanse.connectors.{name} import manifest as {name}"
    if len(line) > LINE_CHARS_MAX:
        line = f"from hanse.connectors.{name} import (\n    manifest as {name},\n)"
    return f"{text[:after]}{line}\n{text[after:]}"


def fill_page(root: Path) -> None:
    """The tables of the page are those of the card, as its own module says them."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.cards"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"},
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise ScaffoldError(f"It is written, but its page is not whole: {done.stdout}{done.stderr}")


def migration(root: Path, name: str) -> list[Path]:
    """The next number, with the recipe for a table of a workspace."""
    check_name(name, "the room and what changes: make migration NAME=pricing_rules")
    folder = root / "src/hanse/migrations"
    numbers = [int(path.name[:4]) for path in folder.glob("[0-9][0-9][0-9][0-9]_*.sql")]
    number = max(numbers, default=0) + 1
    path = f"src/hanse/migrations/{number:04}_{name}.sql"
    return write(root, {path: templates.MIGRATION}, name)


KINDS = {"room": room, "connector": connector, "migration": migration}


def check_name(name: str, wanted: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise ScaffoldError(f"{name!r} is no name. It is {wanted}")


def docstrings(folder: str, texts: dict[str, str]) -> dict[str, str]:
    return {f"{folder}/{file}": f'"""{text}"""\n' for file, text in texts.items()}


def ensure_packages(root: Path, folder: str) -> None:
    path = root / folder
    path.mkdir(parents=True, exist_ok=True)
    (path / "__init__.py").touch()


def write(root: Path, files: dict[str, str], name: str) -> list[Path]:
    """All of them or none: what is there already is never written over."""
    if there := [path for path in files if (root / path).exists()]:
        raise ScaffoldError(f"{there[0]} is there already; nothing was written.")
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text.replace("NAME", name), "utf-8")
    return [root / path for path in files]


def list_room(path: Path, name: str) -> None:
    """A room that is not on the list yet goes on top, where it may call every other one."""
    text = path.read_text("utf-8")
    if re.search(rf"\({name}\)", text):
        return
    head, layers, rest = text.partition("containers = hanse.rooms\n")
    first = re.search(r"^layers =\n", rest, re.MULTILINE)
    if not layers or first is None:
        raise ScaffoldError(".importlinter has no list of rooms; write the room into it by hand.")
    rest = f"{rest[: first.end()]}    ({name})\n{rest[first.end() :]}"
    path.write_text(head + layers + rest, "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
