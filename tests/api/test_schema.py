"""Requests that nobody would think of, made from the OpenAPI document: no 500, no surprise."""

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest

from tests.api.conftest import OPERATOR, Door

# They never end, or fail on purpose; and readiness says, rightly, that nobody seals or works here.
LEFT_OUT = "follow_.*|make_mistake|raise_fault|wait_awhile|fail_late|read_readiness"

CONFIG = """
[checks]
missing_required_header.expected-statuses = [401, 428]
negative_data_rejection.expected-statuses = ["4xx"]
"""
DEEP_S = "300"
# Before 3.11.8 Python takes two threads that parse deep sources for one mistake.
WORKERS = "1"
# A version that is past, or a cursor that nobody gave out, is valid and refused all the same. A
# repeated Idempotency-Key answers with what it made then, which may have been deleted since.
NOT_CHECKED = "positive_data_acceptance,ensure_resource_availability"


async def fuzz(door: Door, folder: Path, *options: str) -> str:
    """Run schemathesis against the door; what it says when it found something."""
    (folder / "schemathesis.toml").write_text(CONFIG)
    # Read here, for the program that makes the requests waits 10 s for it and no longer.
    async with door.ask("GET", "/api/openapi.json") as response:
        (folder / "openapi.json").write_bytes(await response.read())
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("schemathesis"),
        *("run", "openapi.json", "--url", door.address),
        *("--header", f"Authorization: Bearer {OPERATOR}"),
        *("--exclude-operation-id-regex", f"^({LEFT_OUT})$"),
        *("--exclude-checks", NOT_CHECKED, "--suppress-health-check", "all", "--seed", "7"),
        *("--workers", WORKERS, "--request-timeout", "60"),
        *options,
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    text = said.decode()
    assert process.returncode in (0, 1), text
    assert re.search(r"[1-9]\d* (generated|passed|tested)", text), text
    return "" if process.returncode == 0 else text


async def test_a_short_run_finds_nothing(door: Door, tmp_path: Path) -> None:
    phases = ("--phases", "examples,coverage,fuzzing", "--max-examples", "3")
    found = await fuzz(door, tmp_path, *phases)
    assert not found, found


@pytest.mark.prove
async def test_a_deep_run_finds_nothing(door: Door, tmp_path: Path) -> None:
    found = await fuzz(door, tmp_path, "--max-time", DEEP_S)
    assert not found, found
