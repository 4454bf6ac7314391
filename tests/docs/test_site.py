"""The documents hold together: the site builds, links lead somewhere, commands and checks exist."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
FRONT = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "STYLE.md", "CHANGELOG.md")]
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
RECIPE_LINES_MAX = 3


def test_the_site_builds_strictly(tmp_path: Path) -> None:
    """A link that leads nowhere, or a page that the site leaves out, is a failure."""
    mkdocs = Path(sys.executable).with_name("mkdocs")
    done = subprocess.run(
        [mkdocs, "build", "--strict", "--quiet", "--site-dir", tmp_path / "site"],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    built = {path.parent.name for path in (tmp_path / "site").rglob("index.html")}
    missing = {page.stem for page in PAGES} - built - {"index", "0000-template"}
    assert not missing, f"not on the site: {missing}"


def test_the_site_fetches_nothing_from_elsewhere() -> None:
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert "font: false" in config
    assert not re.search(r"https?://", config)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_a_page_begins_with_its_one_title(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert text.startswith("# ")
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


@pytest.mark.parametrize("file", FRONT, ids=lambda file: file.name)
def test_links_of_the_front_pages_lead_somewhere(file: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", file.read_text("utf-8"))
    missing = [link for link in links if not (ROOT / link).exists()]
    assert not missing, f"{file.name} links to {missing}"


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_has_the_parts_of_the_template(file: Path) -> None:
    parts = re.findall(r"^## (.+)$", (DECISIONS[0]).read_text("utf-8"), re.MULTILINE)
    text = file.read_text("utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == parts
    number = file.name[:4]
    assert text.startswith(f"# {number} " if file is not DECISIONS[0] else "# NNNN ")


def test_two_decisions_never_share_a_number() -> None:
    numbers = [file.name[:4] for file in DECISIONS]
    assert len(numbers) == len(set(numbers))


def test_the_readme_has_the_two_commands_first() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.findall(r"^make (\w+)", readme, re.MULTILINE)[:2] == ["demo", "test"]


def recipes() -> dict[str, list[str]]:
    """Each target of the Makefile with its lines."""
    found = re.findall(r"^([a-z]+):[^\n]*\n((?:\t[^\n]*\n)*)", MAKEFILE, re.MULTILINE)
    return {name: body.splitlines() for name, body in found}


def test_a_make_target_is_short_and_says_what_it_does() -> None:
    assert recipes()
    for name, lines in recipes().items():
        assert len(lines) <= RECIPE_LINES_MAX, f"{name}: move it into a program in tools/"
        assert re.search(rf"^{name}:.*## \S", MAKEFILE, re.MULTILINE), f"{name} needs its words"


def test_every_make_command_in_the_documents_exists() -> None:
    for page in [*PAGES, *FRONT]:
        for name in re.findall(r"(?:^|`)make ([a-z]+)\b", page.read_text("utf-8"), re.MULTILINE):
            assert name in recipes(), f"{page.name} says make {name}"


def test_every_check_that_style_names_exists() -> None:
    style = (ROOT / "STYLE.md").read_text("utf-8")
    checks = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", style)) - {"test_price_3"}
    named -= {"test_a_lost_write_is_unknown_not_failed"}  # an example of a name
    assert named
    assert not [name for name in named if f"def {name}(" not in checks]
    contracts = (ROOT / ".importlinter").read_text("utf-8")
    for name in re.findall(r'imports, "([^"]+)"', style):
        assert f"name = {name}\n" in contracts


def test_ci_runs_the_two_commands_and_nothing_else() -> None:
    lines = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("make")] == ["make check", "make test"]
    assert len(lines) == 6
