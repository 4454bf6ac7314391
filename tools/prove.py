"""The long proofs: `make prove`. What they said goes into bench/PROOFS.md, with commit and date."""

import subprocess
import sys
import time
from collections.abc import Sequence
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


PROOFS = [
    Proof("Kills, large numbers, deep fuzzing", ["pytest", "-m", "prove", "-q", "--no-header"]),
    Proof("Mutants in base", ["tools.mutants"]),
]


def main() -> int:
    """Run every proof, also after one has failed, and write down how each ended."""
    state = said_by("git", "rev-parse", "HEAD").strip() or "no commit"
    if said_by("git", "status", "--porcelain"):
        state += ", with changes that are not committed"
    date = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    parts = [f"# Proofs\n\nBy `make prove` on {date}, at {state}.\n"]
    codes = []
    for proof in PROOFS:
        code, part = carry_out(proof)
        codes.append(code)
        parts.append(part)
    REPORT.write_text("\n".join(parts), "utf-8")
    return max(codes)


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
