"""`hanse settings`, `hanse keys`, `hanse doctor`: as an operator runs them, one process each."""

import asyncio
import json
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from hanse.engine.postgres.cluster import Cluster

Pairs = dict[str, str]


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


async def hanse(*words: str, **settings: str) -> Ended:
    process = await started(*words, **settings)
    out, err = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


async def started(*words: str, **settings: str) -> asyncio.subprocess.Process:
    surroundings = {name: text for name, text in os.environ.items() if name[:6] != "HANSE_"}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "hanse", *words),
        env=surroundings | {f"HANSE_{name.upper()}": text for name, text in settings.items()},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.fixture(scope="module")
def home(server: Cluster, template: str, short_home: Path) -> str:
    """The home of the server that runs for the tests; the commands attach to it."""
    return str(short_home / "home")


async def test_settings_say_their_value_and_origin_and_hide_secrets() -> None:
    ended = await hanse("settings", port="9000", metrics_token="canary")
    lines = dict(line.split(maxsplit=1) for line in ended.out.splitlines())
    assert ended.code == 0
    assert lines["HANSE_PORT"] == "9000  (environment)"
    assert lines["HANSE_METRICS_TOKEN"] == "********  (environment)"
    assert lines["HANSE_LOG_LEVEL"] == "info  (default)"
    assert lines["HANSE_PUBLIC_URL"] == "-  (default)"
    listed = json.loads((await hanse("settings", "--json", port="9000")).out)
    assert listed["port"] == {"value": "9000", "origin": "environment"}


async def test_a_wrong_setting_stops_every_command_with_a_sentence() -> None:
    ended = await hanse("settings", prot="9000")
    assert ended.code == 1
    assert ended.out == ""
    assert "There is no setting HANSE_PROT (environment). Did you mean HANSE_PORT?" in ended.err
    assert "Traceback" not in ended.err


async def test_keys_are_rotated_and_listed(home: str) -> None:
    rotated = await hanse("keys", "rotate", "--data", home=home)
    assert rotated.err == ""
    assert "Master key 2 seals;" in rotated.out
    assert f"Copy {home}/keys/vault to a safe place, apart from the backups." in rotated.out
    assert "The data keys of 0 workspaces are new." in rotated.out
    listed = (await hanse("keys", "list", home=home)).out.splitlines()
    assert listed[0] == f"Master keys from {home}/keys/vault:"
    assert "; retired " in listed[1]
    assert listed[2].endswith("; seals")


async def test_with_a_key_from_the_environment_the_steps_are_told(home: str) -> None:
    ended = await hanse("keys", "rotate", home=home, vault_key="ab" * 32)
    assert ended.code == 0
    assert "HANSE_VAULT_KEY=1:<old>,2:<new>" in ended.out
    assert "abab" not in ended.out + ended.err


async def test_the_doctor_is_content_with_a_sound_installation(home: str) -> None:
    ended = await hanse("doctor", "--json", home=home)
    found = json.loads(ended.out)
    wrong = [check for check in found["checks"] if not check["ok"] and check["name"] != "web"]
    assert wrong == []
    names = {check["name"] for check in found["checks"]}
    assert names >= {"settings", "keys", "database", "migrations", "disk", "server", "roles"}
    assert names >= {"clock", "vault", "backup", "web", "public address"}


async def test_the_doctor_tells_people_what_to_do_and_ends_with_1(home: str) -> None:
    ended = await hanse("doctor", home=home, public_url="http://hub.example")
    assert ended.code == 1
    assert "ERROR   public address: http://hub.example is not https" in ended.out
    assert "\n        -> Set a certificate (HANSE_TLS_CERTIFICATE)" in ended.out
    assert ended.out.endswith("checks found an error.\n")


async def test_the_doctor_examines_what_does_not_start(tmp_path: Path) -> None:
    nothing = await hanse("doctor", home=str(tmp_path))
    assert "There is no database under" in nothing.out
    keyless = await hanse("doctor", home=str(tmp_path), backup_key_file=str(tmp_path / "none"))
    assert (keyless.code, keyless.err) == (1, "")
    assert "ERROR   backup: " in keyless.out
    unreachable = await hanse(
        *("doctor", "--json"),
        home=str(tmp_path),
        database_url="postgresql://hanse:canary-pw@127.0.0.1:1/hanse",
    )
    assert unreachable.code == 1
    row = next(row for row in json.loads(unreachable.out)["checks"] if row["name"] == "database")
    assert row["sentence"].startswith("The database does not let us in")
    assert "canary" not in unreachable.out + unreachable.err


async def test_the_doctor_finds_the_hub_at_its_public_address(home: str) -> None:
    """By https, with a certificate of the local test authority, which it is told to trust."""
    port = free_port()
    settings = {
        "home": home,
        "port": str(port),
        "tls_certificate": "local",
        "public_url": f"https://localhost:{port}",
        "outbound_allow": "127.0.0.0/8,::1/128",
    }
    nobody_there = await public_address(settings)
    assert not nobody_there["ok"]
    assert "does not lead to this hub: localhost does not take connections" in str(nobody_there)
    serving = await started("serve", **settings)
    async with asyncio.timeout(60):
        assert serving.stdout is not None
        await serving.stdout.readuntil(f"Hanse is on https://localhost:{port}".encode())
    assert "shows a certificate that cannot be trusted" in str(await public_address(settings))
    settings["outbound_ca_file"] = f"{home}/keys/https/authority.pem"
    found = await public_address(settings)
    serving.terminate()
    await serving.communicate()
    assert found["ok"], found
    assert str(found["sentence"]).startswith(f"https://localhost:{port} leads here, but on port")


async def public_address(settings: Pairs) -> dict[str, object]:
    checks = json.loads((await hanse("doctor", "--json", **settings)).out)["checks"]
    return next(check for check in checks if check["name"] == "public address")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
