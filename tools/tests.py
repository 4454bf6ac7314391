"""All tests: `make test`. Three parts at a time, for each waits half of its time for something."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
AT_ONCE = 3
# Every command ends where the name of its report belongs.
REPORT = "--junit-xml"
PYTEST = (sys.executable, "-m", "pytest", "-m", "not prove", "--durations=10", "-q")
# The browsers go first where both cores are wanted: what a person would see comes in time.
BEHIND = ("nice", "-n", "5", *PYTEST)
# Thousands of requests one after the other, which run nothing that no other test runs.
MADE_UP = "tests/api/test_schema.py"
COVERED = (*BEHIND, "--cov", "--cov-report=", f"--ignore={MADE_UP}")
# Whole programs, started again and again: to count their lines takes as long as to run them, and
# what nothing else runs of them is far less than may be left.
UNCOUNTED = "tests/app"
APART: Mapping[str, Sequence[str]] = {
    "engine": ("tests/engine",),
    "rooms": ("tests/rooms",),
    "api": ("tests/api",),
    "wire": ("tests/connectors", "tests/changes"),
}
SOMEWHERE = ("tests/flows", UNCOUNTED, *(place for places in APART.values() for place in places))
JUNIT = ("--reporter=junit", "--outputFile")
# The longest first, so that no core waits for the last one.
PARTS: Mapping[str, Sequence[str]] = {
    "flows": (*PYTEST, "tests/flows", REPORT),
    "app": (*BEHIND, UNCOUNTED, REPORT),
    "made_up": (*BEHIND, MADE_UP, REPORT),
    **{name: (*COVERED, *places, REPORT) for name, places in APART.items()},
    "elsewhere": (*COVERED, *(f"--ignore={place}" for place in SOMEWHERE), REPORT),
    "web": ("npm", "--prefix", "web", "test", "--", "--reporter=default", *JUNIT),
}


def main() -> int:
    """What a part says is seen when it has ended, what failed once more at the end."""
    started = time.monotonic()
    for stale in ROOT.glob(".coverage.*"):  # of a run that was stopped
        stale.unlink()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        running = {pool.submit(run, name, Path(folder)): name for name in PARTS}
        codes = []
        for each in as_completed(running):
            code, said, took_s = each.result()
            print(f"{said}\n{running[each]}: {took_s:.0f} s", flush=True)
            codes.append(code)
        failed = [line for name in PARTS for line in failures(Path(folder) / name)]
    codes.append(
        subprocess.call([sys.executable, "-m", "coverage", "combine", "--quiet"], cwd=ROOT)
    )
    print(*failed, sep="\n")
    print(f"tests: {time.monotonic() - started:.0f} s", flush=True)
    return max(codes)


def run(name: str, folder: Path) -> tuple[int, str, float]:
    """Each counts its own lines; they are put together when all have ended."""
    started = time.monotonic()
    done = subprocess.run(
        (*PARTS[name], str(folder / name)),
        cwd=ROOT,
        env={**os.environ, "COVERAGE_FILE": str(ROOT / f".coverage.{name}")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    return done.returncode, done.stdout, time.monotonic() - started


def failures(report: Path) -> list[str]:
    """By name, with what was said of each: whoever sees only the end of a long output sees them."""
    if not report.exists():
        return [f"failed: nothing is known of the part {report.name}"]
    return [
        f"failed: {case.get('classname')}::{case.get('name')}: {fault.get('message', '')[:300]}"
        for case in ElementTree.parse(report).iter("testcase")
        for fault in (*case.iter("failure"), *case.iter("error"))
    ]


if __name__ == "__main__":
    sys.exit(main())
