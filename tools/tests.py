"""All tests: `make test`. Four lanes at a time, for each waits most of its time for something."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
# Every command ends where the name of its report belongs.
REPORT = "--junit-xml"
PYTEST = (sys.executable, "-m", "pytest", "-m", "not prove")
COVERED = ("--cov", "--cov-report=")
# The browsers go first where both cores are wanted: what a person would see comes in time.
BEHIND = ("nice", "-n", "5")
# With these apart the lanes are about as long.
APART = ("tests/rooms", "tests/app", "tests/connectors", "tests/changes")
# Thousands of requests one after the other, which run nothing that no other test runs.
MADE_UP = "tests/api/test_schema.py"
ELSEWHERE = [f"--ignore={place}" for place in ("tests/flows", MADE_UP, *APART)]
JUNIT = ("--reporter=junit", "--outputFile")
WEB = ("npm", "--prefix", "web", "test", "--", "--reporter=default", *JUNIT)
LANES: Mapping[str, Sequence[Sequence[str]]] = {
    "shown": [(*BEHIND, *PYTEST, *COVERED, *ELSEWHERE, REPORT)],
    "apart": [(*BEHIND, *PYTEST, *COVERED, *APART, REPORT)],
    "made_up": [(*BEHIND, *PYTEST, MADE_UP, REPORT)],
    "browsers": [(*PYTEST, "tests/flows", REPORT), WEB],
}


def main() -> int:
    """What the first lane says is seen at once, the others' after it, what failed last."""
    started = time.monotonic()
    with ExitStack() as stack, ThreadPoolExecutor(len(LANES)) as pool:
        reports = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        said = {name: stack.enter_context(tempfile.TemporaryFile("w+")) for name in LANES}
        running = {
            name: pool.submit(
                lane, commands, reports / name, None if name == "shown" else said[name]
            )
            for name, commands in LANES.items()
        }
        codes = [code for each in running.values() for code in each.result()]
        for each in said.values():
            each.seek(0)
            print(each.read(), end="", flush=True)
        failed = [
            line
            for name, commands in LANES.items()
            for nth in range(len(commands))
            for line in failures(reports / name / f"{nth}.xml")
        ]
    files = [f".coverage.{name}" for name in ("shown", "apart")]
    codes.append(subprocess.call([sys.executable, "-m", "coverage", "combine", *files], cwd=ROOT))
    print(*failed, sep="\n")
    print(f"tests: {time.monotonic() - started:.0f} s", flush=True)
    return max(codes)


def lane(commands: Sequence[Sequence[str]], reports: Path, said: IO[str] | None) -> list[int]:
    """One command after the other, whether or not one fails; each lane counts its own lines."""
    environ = {**os.environ, "COVERAGE_FILE": str(ROOT / f".coverage.{reports.name}")}
    return [
        subprocess.call(
            (*words, str(reports / f"{nth}.xml")),
            cwd=ROOT,
            env=environ,
            stdout=said,
            stderr=said and subprocess.STDOUT,
        )
        for nth, words in enumerate(commands)
    ]


def failures(report: Path) -> list[str]:
    """By name, with what was said of each: whoever sees only the end of a long output sees them."""
    if not report.exists():
        return [f"failed: nothing is known of the lane {report.parent.name}"]
    return [
        f"failed: {case.get('classname')}::{case.get('name')}: {fault.get('message', '')[:300]}"
        for case in ElementTree.parse(report).iter("testcase")
        for fault in (*case.iter("failure"), *case.iter("error"))
    ]


if __name__ == "__main__":
    sys.exit(main())
