"""Where an installation keeps its data if nobody says so."""

import os
import pwd
import sys
from pathlib import Path

import pytest

from hanse.engine.setting_values import home_folder


def said_to(person: pwd.struct_passwd, environ: dict[str, str]) -> str:
    """What the program answers when that person starts it: a forked child becomes that person."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.environ.clear()
        os.environ.update(environ)
        if os.geteuid() == 0:
            os.setuid(person.pw_uid)
        os.write(writing, str(home_folder("")).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        answer = file.read()
    os.waitpid(child, 0)
    return answer


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_as_root_it_is_a_place_that_the_account_of_the_server_can_enter() -> None:
    assert home_folder("") == Path("/var/lib/hanse")


@pytest.mark.skipif(sys.platform == "darwin", reason="another system has another folder")
def test_a_person_has_it_among_the_data_of_programs() -> None:
    person = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    assert said_to(person, {}) == f"{person.pw_dir}/.local/share/hanse"
    assert said_to(person, {"XDG_DATA_HOME": "/somewhere"}) == "/somewhere/hanse"


def test_a_folder_that_is_named_is_made_whole() -> None:
    assert home_folder("~/shop") == Path("~/shop").expanduser()
    assert home_folder("shop") == Path.cwd() / "shop"
