"""Makes this clone ready to run: `make setup`. Standard library only, any Python from 3.11.

Checks the tools, makes `.uv/` (the pinned uv), `.venv/` (the pins of uv.lock) and web/node_modules.
Every step leaves a stamp of what it was made from and is skipped while that is unchanged.
"""

# An older Python must get as far as the sentence that says so.
from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON_MIN = (3, 11)
NODE_MIN = (20, 19)
UV_VERSION = "0.13.9"
DOWNLOADS_AT_ONCE = 4
# The interpreter itself, even when this runs from inside an environment made with it.
INTERPRETER = os.path.realpath(sys.executable)
# What uv must not do by itself: fetch an interpreter, or look at a registry.
UV_ENV = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "UV_LINK_MODE": "copy"}


class SetupError(Exception):
    """A tool is not there or too old; the message is one line with the command that helps."""


def main(steps: Iterable[str]) -> int:
    names = list(steps) or ["python", "node"]
    try:
        check_tools(node="node" in names or "web" in names)
        for name in names:
            STEPS[name](ROOT)
    except SetupError as missing:
        print(f"setup: {missing}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        command = " ".join(map(str, error.cmd))[:200]
        print(f"setup: stopped, because this failed: {command}", file=sys.stderr)
        return 1
    return 0


# The tools of the machine


def check_tools(*, node: bool) -> None:
    """Say the first thing that is missing, with the command that installs it."""
    check_python(sys.version_info[:3])
    for module in ("venv", "ensurepip"):
        if not has_module(module):
            raise SetupError(
                f"Python has no {module}. Install it: {install('python3-venv', 'python@3.13')}"
            )
    for tool in ("git", "make"):
        if not shutil.which(tool):
            raise SetupError(f"{tool} is not there. Install it: {install(tool, tool)}")
    if node:
        check_node()


def check_python(version: tuple[int, ...]) -> None:
    if version < PYTHON_MIN:
        found = ".".join(map(str, version))
        raise SetupError(
            f"Python 3.11 or newer is needed, {sys.executable} is {found}. "
            f"Install it: {install('python3 python3-venv', 'python@3.13')}"
        )


def has_module(name: str) -> bool:
    try:
        __import__(name)
    except ImportError:
        return False
    return True


def check_node() -> None:
    words = f"Node {NODE_MIN[0]}.{NODE_MIN[1]} or newer is needed"
    if not shutil.which("node"):
        raise SetupError(f"{words} and is not there. Install it: {install_node()}")
    found = said_by("node", "--version").strip().lstrip("v")
    version = tuple(int(part) for part in re.findall(r"\d+", found)[:2])
    if version < NODE_MIN or version[0] == 21 or (22, 0) <= version < (22, 12):
        raise SetupError(f"{words} (not 21, not before 22.12), found {found}: {install_node()}")
    if not shutil.which("npm"):
        raise SetupError(f"npm is not there. Install it: {install('npm', 'node')}")


def install(apt: str, brew: str) -> str:
    """The exact command for this machine."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    if shutil.which("apt-get"):
        return f"{sudo}apt-get install -y {apt}"
    return f"brew install {brew}" if sys.platform == "darwin" else f"your package manager, {apt}"


def install_node() -> str:
    """Older Debians and Ubuntus have a Node that is too old; their npm can fetch another."""
    if not shutil.which("apt-get"):
        return install("nodejs npm", "node")
    offered = re.search(r"Candidate: (\d+)\.(\d+)", said_by("apt-cache", "policy", "nodejs"))
    if offered and (int(offered[1]), int(offered[2])) >= NODE_MIN:
        return install("nodejs npm", "node")
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{install('npm', 'node')} && {sudo}npm install -g n && {sudo}n 22"


def said_by(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


# The steps


def python(root: Path) -> None:
    """`.uv/` with uv, `.wheels/` with the pinned files, `.venv/` with them installed."""
    uv(root)
    inputs: list[str | Path] = [
        INTERPRETER,
        sys.version,
        UV_VERSION,
        root / "uv.lock",
        root / "pyproject.toml",
    ]
    once(root, "venv", inputs, root / ".venv/bin/hanse", make_venv)


def uv(root: Path) -> None:
    """The installer alone, which `make lock` needs too."""
    once(root, "uv", [INTERPRETER, sys.version, UV_VERSION], root / ".uv/bin/uv", make_uv)


def make_uv(root: Path) -> None:
    say("making .uv (uv, which installs the rest)")
    run(root, [INTERPRETER, "-m", "venv", "--clear", ".uv"])
    pip(root, "install", f"uv=={UV_VERSION}")


def make_venv(root: Path) -> None:
    say("making .venv from uv.lock")
    fetch_wheels(root)
    # Two steps, for our own package is built by the hatchling that the first one installs.
    sync = [".uv/bin/uv", "sync", "--quiet", "--frozen", "--offline", "--find-links", ".wheels"]
    sync += ["--python", INTERPRETER]
    run(root, [*sync, "--no-install-project"])
    run(root, sync)


def fetch_wheels(root: Path) -> None:
    """Bring the pinned files that are not in `.wheels/` yet; uv checks their sums later."""
    wheels = root / ".wheels"
    wheels.mkdir(exist_ok=True)
    words = ["export", "--frozen", "--offline", "--no-hashes", "--no-annotate", "--no-header"]
    words += ["--no-emit-project", "--all-groups"]
    pins = run(root, [".uv/bin/uv", *words], keep=True).splitlines()
    there = {wheel_key(*path.name.split("-")[:2]) for path in wheels.glob("*.whl")}
    missing = [pin for pin in pins if pin_key(pin) not in there]
    if not missing:
        return
    say("fetching packages")
    parts = [missing[start::DOWNLOADS_AT_ONCE] for start in range(DOWNLOADS_AT_ONCE)]
    with ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
        list(pool.map(lambda item: fetch(root, *item), enumerate(filter(None, parts))))


def fetch(root: Path, number: int, pins: list[str]) -> None:
    listed = root / f".uv/pins-{number}.txt"
    listed.write_text("\n".join(pins) + "\n", "utf-8")
    pip(root, "download", "--no-deps", "--dest", ".wheels", "--requirement", str(listed))


def pin_key(pin: str) -> tuple[str, str]:
    """The pin `Some-Name==1.0 ; marker` and the file `some_name-1.0-....whl` have one key."""
    name, _, rest = pin.partition("==")
    return wheel_key(name, rest.partition(";")[0])


def wheel_key(name: str, version: str) -> tuple[str, str]:
    return re.sub(r"[-_.]+", "_", name).lower(), version.strip()


def node(root: Path) -> None:
    """The packages of the web app, exactly as package-lock.json has them."""
    web = root / "web"
    inputs: list[str | Path] = [said_by("node", "--version")]
    inputs += [web / "package.json", web / "package-lock.json"]
    once(root, "node", inputs, web / "node_modules/vite", make_node)


def make_node(root: Path) -> None:
    say("installing web/node_modules")
    run(root / "web", ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])


def web(root: Path) -> None:
    """The built web app, where the program and the wheel find it."""
    folder = root / "web"
    made_from = [*folder.glob("*.json"), *folder.glob("*.ts"), folder / "index.html"]
    made_from += [path for name in ("src", "public") for path in (folder / name).rglob("*.*")]
    once(root, "web", sorted(made_from), root / "src/hanse/app/web/index.html", make_web)


def make_web(root: Path) -> None:
    say("building the web app")
    run(root / "web", ["npm", "run", "--silent", "build"])


STEPS: dict[str, Callable[[Path], None]] = {"uv": uv, "python": python, "node": node, "web": web}


# Stamps and commands


def once(
    root: Path,
    name: str,
    inputs: Iterable[str | Path],
    result: Path,
    make: Callable[[Path], None],
) -> None:
    """Make it, unless it is there and was made from the same inputs."""
    stamp = root / ".uv/stamps" / name
    digest = digest_of(inputs)
    if result.exists() and stamp.exists() and stamp.read_text("utf-8") == digest:
        return
    stamp.unlink(missing_ok=True)
    make(root)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest, "utf-8")


def digest_of(inputs: Iterable[str | Path]) -> str:
    digest = hashlib.sha256()
    for item in inputs:
        data = item.read_bytes() if isinstance(item, Path) else item.encode()
        digest.update(f"{item} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def pip(root: Path, *words: str) -> None:
    run(root, [".uv/bin/python", "-m", "pip", "-qq", "--disable-pip-version-check", *words])


def run(folder: Path, words: list[str], *, keep: bool = False) -> str:
    """Run it in the folder; with `keep` its output is the answer instead of being shown."""
    out = subprocess.PIPE if keep else None
    env = {**os.environ, **UV_ENV}
    # A caller's own environment must not be mistaken for the one that is made here.
    env.pop("VIRTUAL_ENV", None)
    done = subprocess.run(words, cwd=folder, env=env, check=True, text=True, stdout=out)
    return done.stdout or ""


def say(what: str) -> None:
    print(f"setup: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
