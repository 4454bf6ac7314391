"""The report of the long proofs says what ran, how it ended, and at which commit and hour."""

import re
from pathlib import Path

from tools import prove

ROOT = Path(__file__).resolve().parents[2]


def test_a_proof_is_written_down_with_its_command_and_its_words() -> None:
    code, part = prove.carry_out(prove.Proof("The platform", ["platform"]))
    assert code == 0
    assert part.startswith("## The platform: passed\n\n`python -m platform`, ")
    assert "Linux" in part or "Darwin" in part


def test_a_proof_that_failed_is_written_down_as_failed() -> None:
    code, part = prove.carry_out(prove.Proof("Nothing", ["no_such_module_anywhere"]))
    assert code != 0
    assert "## Nothing: FAILED with code 1" in part


def test_a_report_that_is_kept_names_its_commit_and_its_hour() -> None:
    report = ROOT / "bench/PROOFS.md"
    if report.exists():
        first = report.read_text("utf-8").split("\n\n")[1]
        assert re.fullmatch(
            r"By `make prove` on \d{4}-\d\d-\d\d \d\d:\d\d UTC, at [0-9a-f]{40}\b.*\.", first
        )
    for proof in prove.PROOFS:
        assert proof.words[0] in ("pytest", "tools.mutants")
