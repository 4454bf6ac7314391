"""Everything that can be said without running the program: `make check`. Two at a time."""

import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    words: Sequence[str]
    folder: str = "."


# What is scaffolded is checked by `make test` alone: a minute, and every check once more.
SCAFFOLDS = ["--ignore=tests/architecture/test_scaffolds.py"]
# The slowest first, so that it does not end alone.
STEPS = [
    Step("types", ["mypy"]),
    Step("shapes", ["pytest", "tests/architecture", *SCAFFOLDS, "--quiet", "--no-header"]),
    Step("imports", ["lint-imports"]),
    Step("documents", ["mkdocs", "build", "--strict", "--quiet"]),
    Step("web types and style", ["npm", "run", "--silent", "check"], "web"),
    Step("web types of openapi", ["npm", "run", "--silent", "types:api:check"], "web"),
    Step("openapi", ["python", "-m", "tools.openapi", "--check"]),
    Step("connector pages", ["python", "-m", "tools.cards", "--check"]),
    Step("format", ["ruff", "format", "--check"]),
    Step("style", ["ruff", "check"]),
]


def main() -> int:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        passed = list(pool.map(carry_out, STEPS))
    return 0 if all(passed) else 1


def carry_out(step: Step) -> bool:
    """Run one step; its output is shown when it failed."""
    # A tool of ours stands beside the interpreter that runs this.
    tool = Path(sys.executable).with_name(step.words[0])
    words = [str(tool) if tool.exists() else step.words[0], *step.words[1:]]
    started = time.monotonic()
    done = subprocess.run(
        words, cwd=ROOT / step.folder, text=True, capture_output=True, check=False
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    took_s = time.monotonic() - started
    said = "" if done.returncode == 0 else f"\n{done.stdout}{done.stderr}"
    print(f"check: {step.name:<20} {verdict:<7} {took_s:5.1f} s{said}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
