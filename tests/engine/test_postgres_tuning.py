"""Settings by memory and cores: every machine gets values that the server accepts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.engine.postgres.config import archive_command, quoted, server_settings
from hanse.engine.postgres.machine import read_limit, this_machine
from hanse.engine.postgres.tuning import MIB, Machine, tune


def mib(settings: dict[str, str], name: str) -> int:
    return int(settings[name].removesuffix("MB"))


@pytest.mark.parametrize(
    ("memory_mib", "cores", "buffers", "work", "gather"),
    [(512, 1, 64, 4, 0), (4096, 2, 512, 8, 1), (65536, 16, 8192, 64, 4), (1, 1, 32, 4, 0)],
)
def test_settings_follow_the_machine(
    memory_mib: int, cores: int, buffers: int, work: int, gather: int
) -> None:
    settings = tune(Machine(memory_mib * MIB, cores))
    assert mib(settings, "shared_buffers") == buffers
    assert mib(settings, "work_mem") == work
    assert int(settings["max_parallel_workers_per_gather"]) == gather


@given(memory=st.integers(0, 2**44), cores=st.integers(0, 512))
def test_more_machine_never_means_less(memory: int, cores: int) -> None:
    small, large = tune(Machine(memory, cores)), tune(Machine(memory * 2, cores * 2))
    for name, value in small.items():
        assert int(large[name].removesuffix("MB")) >= int(value.removesuffix("MB"))
    if memory >= 512 * MIB:
        assert mib(small, "shared_buffers") * MIB <= memory // 4


def test_the_limit_of_a_container_counts(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    assert read_limit(limit) is None
    limit.write_text("max\n")
    assert read_limit(limit) is None
    limit.write_text("536870912\n")
    assert read_limit(limit) == 512 * MIB
    assert this_machine().memory_bytes > 0
    assert this_machine().cores >= 1


def test_what_stands_in_quotes_cannot_end_them() -> None:
    assert quoted("it's a \\ path") == "'it''s a \\\\ path'"


def test_a_percent_sign_in_the_archive_s_folder_is_not_a_placeholder() -> None:
    command = archive_command(Path("/srv/50% off"))
    assert "'/srv/50%% off'/%f" in command


def test_an_older_server_gets_no_setting_that_it_does_not_know() -> None:
    def text(major: int) -> str:
        return server_settings(
            {},
            major=major,
            sockets=Path("/s"),
            log=Path("/l"),
            port=5432,
            tcp=False,
            wal_archive=Path("/a"),
        )

    assert "summarize_wal" not in text(16)
    assert "summarize_wal = 'on'" in text(17)
    assert "listen_addresses = ''" in text(17)
