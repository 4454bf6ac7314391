"""The long proofs: `make prove`. What they said goes into bench/PROOFS.md, with commit and date."""

import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "bench/PROOFS.md"
LINES_KEPT = 40


@dataclass(frozen=True, slots=True)
class Proof:
    name: str
    words: Sequence[str]


PROVE = ("pytest", "-m", "prove", "-q", "--no-header")
AT_ONCE = 2  # each waits half of its time for a program that it killed
PROOFS = [
    Proof("Kills and large numbers in the rooms", (*PROVE, "tests/rooms")),
    Proof(
        "Kills, large numbers and deep fuzzing elsewhere", (*PROVE, "tests", "--ignore=tests/rooms")
    ),
    Proof("Mutants in base", ("tools.mutants",)),
]


def main() -> int:
    """Run every proof, also after one has failed, and write down how each ended."""
    state = said_by("git", "rev-parse", "HEAD").strip() or "no commit"
    if said_by("git", "status", "--porcelain"):
        state += ", with changes that are not committed"
    date = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    parts = [f"# Proofs\n\nBy `make prove` on {date}, at {state}.\n"]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ended = list(pool.map(carry_out, PROOFS))
    parts += [part for _, part in ended]
    REPORT.write_text("\n".join(parts), "utf-8")
    return max(code for code, _ in ended)


def carry_out(proof: Proof) -> tuple[int, str]:
    started = time.monotonic()
    print(f"prove: {proof.name}", flush=True)
    lines = []
    words = [sys.executable, "-m", *proof.words]
    with subprocess.Popen(words, cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    verdict = "passed" if process.returncode == 0 else f"FAILED with code {process.returncode}"
    took_s = time.monotonic() - started
    kept = "".join(lines[-LINES_KEPT:])
    command = f"python -m {' '.join(proof.words)}"
    return process.returncode, (
        f"## {proof.name}: {verdict}\n\n`{command}`, {took_s:.0f} s\n\n```\n{kept}```\n"
    )


def said_by(*words: str) -> str:
    done = subprocess.run(words, cwd=ROOT, text=True, capture_output=True, check=False)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
