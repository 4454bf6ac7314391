"""The package as a stranger gets it: installed by pip alone, it runs and needs no Node."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src/hanse/app/web"
READY_TIMEOUT_S = 240.0
STOP_TIMEOUT_S = 120.0
LOOK_EVERY_S = 0.1


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert (WEB / "index.html").is_file(), "the web app is not built; run: make web"
    folder = tmp_path_factory.mktemp("dist")
    hatchling = Path(sys.executable).with_name("hatchling")
    run(str(hatchling), "build", "--target", "wheel", "--directory", str(folder))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder with a short path, which the service account of the database can pass."""
    folder = Path(tempfile.mkdtemp(prefix="hanse-w"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def hanse(wheel: Path, place: Path) -> Path:
    """The command in an empty environment that pip alone has filled."""
    venv.create(place / "venv", with_pip=True)
    python = place / "venv/bin/python"
    wheels = ROOT / ".wheels"
    offline = ["--no-index", "--find-links", str(wheels)] if any(wheels.glob("*.whl")) else []
    run(str(python), "-m", "pip", "install", "-qq", *offline, str(wheel))
    return place / "venv/bin/hanse"


def run(*words: str) -> None:
    done = subprocess.run(words, cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"


def test_the_wheel_holds_the_web_app_the_migrations_and_the_licence(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    built = {f"hanse/app/web/{path.relative_to(WEB).as_posix()}" for path in files(WEB)}
    migrations = ROOT / "src/hanse/migrations"
    expected = built | {f"hanse/migrations/{path.name}" for path in migrations.glob("*.sql")}
    assert expected <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests", "tools", "bench"))]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_demo_runs_without_node_and_ctrl_c_leaves_nothing(hanse: Path, place: Path) -> None:
    port = free_port()
    process = start_demo(hanse, place, port)
    try:
        ready = json.loads(wait_for_ready(process, port))
        assert ready["status"] == "ready"
        page = get(port, "/")
        assert '<div id="root">' in page
        script = page.partition('src="/assets/')[2].partition('"')[0]
        assert get(port, f"/assets/{script}")
    finally:
        os.killpg(process.pid, signal.SIGINT)
        output, _ = process.communicate(timeout=STOP_TIMEOUT_S)
    assert process.returncode == 0, output
    assert not (place / "node-was-called").exists()
    assert left_behind(place) == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def start_demo(hanse: Path, place: Path, port: int) -> "subprocess.Popen[str]":
    """In a process group of its own, as a terminal starts it; ctrl-C goes to the group."""
    trap = place / "bin"
    trap.mkdir()
    for name in ("node", "npm"):
        (trap / name).write_text(f"#!/bin/sh\ntouch {place}/node-was-called\nexit 1\n", "utf-8")
        (trap / name).chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HANSE_")}
    environ = kept | {
        "HANSE_HOME": str(place / "home"),
        "HANSE_PORT": str(port),
        "PATH": f"{trap}:{os.environ['PATH']}",
    }
    return subprocess.Popen(
        [hanse, "demo"],
        cwd=place,
        env=environ,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def wait_for_ready(process: "subprocess.Popen[str]", port: int) -> str:
    deadline = time.monotonic() + READY_TIMEOUT_S
    answer = "nothing"
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return get(port, "/health/ready")
        except urllib.error.HTTPError as error:
            answer = error.read().decode()
        except OSError as error:
            answer = str(error)
        time.sleep(LOOK_EVERY_S)
    raise AssertionError(f"not ready after {READY_TIMEOUT_S:.0f} s; last answer: {answer}")


def get(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as response:
        body: bytes = response.read()
        return body.decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def left_behind(place: Path) -> list[str]:
    """Command lines of processes that have to do with that folder."""
    listed = subprocess.run(["ps", "-eo", "args"], text=True, capture_output=True, check=True)
    return [line for line in listed.stdout.splitlines() if f"{place}/" in line]
