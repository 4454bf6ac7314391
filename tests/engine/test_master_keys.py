"""Master keys: made once, kept from others, wrapped by a key service, retired with care."""

import base64
import os
import stat
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Denied, Rejected, Unavailable
from hanse.engine import master_keys
from hanse.engine.master_keys import KeyFile, KmsCommand, MasterKey
from hanse.engine.seal import KeyRing, new_key, wrapped_by
from hanse.engine.settings import Settings, load

NOW = datetime(2026, 11, 20, 14, 3, 5, tzinfo=UTC)
CLOCK = FixedClock(NOW)

# A key service of two lines: it turns every bit, which is enough to see that it was asked.
KMS = """
import base64, sys
given = base64.b64decode(sys.stdin.readline())
assert sys.argv[1] in ("wrap", "unwrap")
print(base64.b64encode(bytes(255 - byte for byte in given)).decode())
"""


def settings(home: Path, **more: str) -> Settings:
    names = {"HANSE_HOME": str(home)} | {
        f"HANSE_{name.upper()}": text for name, text in more.items()
    }
    return load(names).settings


@pytest.fixture
def kms(tmp_path: Path) -> KmsCommand:
    program = tmp_path / "kms.py"
    program.write_text(KMS)
    return KmsCommand((sys.executable, str(program)))


def test_the_first_start_makes_a_key_that_only_we_can_read(tmp_path: Path) -> None:
    ring = master_keys.open_ring(settings(tmp_path), CLOCK)
    file = tmp_path / "keys" / "vault"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    again = master_keys.open_ring(settings(tmp_path), CLOCK)
    assert again.unwrap(ring.wrap(b"k" * 32, b""), b"") == b"k" * 32


def test_two_first_starts_at_once_end_with_one_key(tmp_path: Path) -> None:
    rings: list[KeyRing] = []
    starts = [
        threading.Thread(
            target=lambda: rings.append(master_keys.open_ring(settings(tmp_path), CLOCK))
        )
        for _ in range(8)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    wrapped = rings[0].wrap(b"k" * 32, b"")
    assert {ring.unwrap(wrapped, b"") for ring in rings} == {b"k" * 32}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    master_keys.open_ring(settings(tmp_path), CLOCK)
    file = tmp_path / "keys" / "vault"
    file.chmod(mode)
    with pytest.raises(Denied) as refused:
        master_keys.open_ring(settings(tmp_path), CLOCK)
    assert refused.value.sentence.startswith(f"{file} has mode {mode:04o}: others can reach")
    assert refused.value.next_step == f"Run: chmod 600 {file}"


def test_a_folder_that_others_can_write_is_refused(tmp_path: Path) -> None:
    master_keys.open_ring(settings(tmp_path), CLOCK)
    (tmp_path / "keys").chmod(0o777)
    with pytest.raises(Denied, match="chmod 700"):
        master_keys.open_ring(settings(tmp_path), CLOCK)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    master_keys.open_ring(settings(tmp_path), CLOCK)
    file = tmp_path / "keys" / "vault"
    os.chown(file, 1, -1)
    with pytest.raises(Denied) as refused:
        master_keys.open_ring(settings(tmp_path), CLOCK)
    owner = master_keys.person(1)
    assert refused.value.sentence == f"{file} belongs to {owner}, and this program runs as root."
    assert refused.value.next_step == f"Run Hanse as {owner}, or run: chown root {file}"


@pytest.mark.parametrize(
    "text", ["", "{}", "not json", '{"note":"","by_key_service":false,"keys":[]}']
)
def test_a_broken_file_is_not_replaced_but_named(tmp_path: Path, text: str) -> None:
    master_keys.open_ring(settings(tmp_path), CLOCK)
    file = tmp_path / "keys" / "vault"
    file.write_text(text)
    with pytest.raises(Rejected, match="Put the file back from its copy"):
        master_keys.open_ring(settings(tmp_path), CLOCK)
    assert file.read_text() == text


def test_the_environment_can_bring_the_key(tmp_path: Path) -> None:
    ring = master_keys.open_ring(settings(tmp_path, vault_key="ab" * 32), CLOCK)
    assert wrapped_by(ring.wrap(b"k" * 32, b"")) == 1
    assert not (tmp_path / "keys").exists()


def test_of_several_keys_in_the_environment_the_first_seals(tmp_path: Path) -> None:
    both = f"1:{'ab' * 32},2:{'cd' * 32}"
    ring = master_keys.open_ring(settings(tmp_path, vault_key=both), CLOCK)
    assert ring.current == 1
    by_two = KeyRing({2: b"\xcd" * 32}, 2).wrap(b"k" * 32, b"")
    assert ring.unwrap(by_two, b"") == b"k" * 32


def test_a_key_service_keeps_the_plain_key_off_the_disk(tmp_path: Path, kms: KmsCommand) -> None:
    file = KeyFile(tmp_path / "keys" / "vault", kms)
    (key,) = file.change(lambda keys: master_keys.first(keys, NOW))
    written = file.path.read_bytes()
    assert base64.b64encode(key.secret) not in written
    assert file.read() == (key,)
    with pytest.raises(Rejected, match=r"wrapped by a key service\. Set HANSE_VAULT_KMS_COMMAND"):
        KeyFile(file.path).read()


def test_the_command_of_a_key_service_comes_from_the_settings(
    tmp_path: Path, kms: KmsCommand
) -> None:
    chosen = settings(tmp_path / "home", vault_kms_command=" ".join(kms.words))
    ring = master_keys.open_ring(chosen, CLOCK)
    again = master_keys.open_ring(chosen, CLOCK)
    assert again.unwrap(ring.wrap(b"k" * 32, b""), b"") == b"k" * 32


@pytest.mark.parametrize("words", [("false",), ("no-such-program-at-all",), ("echo", "not base64")])
def test_a_key_service_that_fails_is_named_and_tells_no_key(words: tuple[str, ...]) -> None:
    secret = b"S" * 32
    with pytest.raises(Unavailable) as failed:
        KmsCommand(words).wrap(secret)
    assert "key service did not wrap" in failed.value.sentence
    assert failed.value.next_step.startswith("Try HANSE_VAULT_KMS_COMMAND by hand:")
    assert base64.b64encode(secret).decode() not in str(failed.value)


def test_a_running_ring_follows_the_file(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    ring = master_keys.open_ring(chosen, CLOCK)
    file = master_keys.key_file(chosen)
    assert file is not None
    file.change(lambda keys: master_keys.with_new(keys, NOW))
    assert wrapped_by(ring.wrap(b"k" * 32, b"")) == 2


def test_a_running_ring_outlives_its_file(tmp_path: Path) -> None:
    ring = master_keys.open_ring(settings(tmp_path), CLOCK)
    (tmp_path / "keys" / "vault").unlink()
    assert wrapped_by(ring.wrap(b"k" * 32, b"")) == 1


def test_a_rotation_without_a_file_makes_no_key() -> None:
    with pytest.raises(Unavailable, match="is gone"):
        master_keys.with_new((), NOW)


def test_a_rotation_under_way_is_finished_before_the_next_begins() -> None:
    keys = master_keys.with_new((MasterKey(1, NOW, new_key()),), NOW)
    assert [key.version for key in keys] == [1, 2]
    assert master_keys.with_new(keys, NOW) == keys
    done = master_keys.retired(keys, NOW)
    assert [key.version for key in master_keys.with_new(done, NOW)] == [1, 2, 3]


def test_a_retired_key_stays_until_no_backup_can_need_it() -> None:
    old = MasterKey(1, NOW, new_key(), retired_at=NOW - timedelta(days=8))
    newer = MasterKey(2, NOW, new_key(), retired_at=NOW - timedelta(days=7))
    keys = (old, newer, MasterKey(3, NOW, new_key()))
    before = NOW - timedelta(days=8)
    left = master_keys.without_needless(keys, before, used=[])
    assert [key.version for key in left] == [2, 3]
    assert master_keys.without_needless(keys, before, used=[1]) == keys


def test_a_key_keeps_the_day_on_which_it_was_retired() -> None:
    old = MasterKey(1, NOW, new_key(), retired_at=NOW)
    keys = master_keys.retired((old, replace(old, version=2, retired_at=None)), NOW)
    later = master_keys.retired(keys, NOW + timedelta(days=3))
    assert later == keys


def test_no_key_shows_in_a_description() -> None:
    assert "AAAA" not in repr(MasterKey(1, NOW, b"A" * 32))
