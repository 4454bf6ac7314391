"""`hanse sandbox` as a person starts it: what it says, what it serves, how it ends."""

import argparse
import base64
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from hanse.app.cli import sandbox
from hanse.app.opened import Opened
from hanse.base.clock import SystemClock
from hanse.base.faults import Fault
from hanse.base.ids import RandomIds
from hanse.engine.settings import load

LIMIT_S = 60.0


@dataclass(frozen=True)
class Started:
    process: "subprocess.Popen[str]"
    said: list[str]

    @property
    def reach(self) -> str:
        return str(re.findall(r"http://\S+:\d+", self.said[0])[0])

    def get(self, path: str, **headers: str) -> Any:
        request = urllib.request.Request(f"{self.reach}{path}", headers=headers)
        with urllib.request.urlopen(request, timeout=LIMIT_S) as answer:
            return json.loads(answer.read())


@contextmanager
def started(*words: str) -> Iterator[Started]:
    command = [sys.executable, "-m", "hanse", "sandbox", "--port", "0", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ})
    assert process.stdout
    said: list[str] = []
    try:
        for line in process.stdout:
            said.append(line.rstrip())
            if line.startswith("A program sends"):
                break
        yield Started(process, said)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=LIMIT_S)
        assert process.returncode == 0


def test_it_says_how_to_connect_and_that_is_how_one_connects() -> None:
    words = ["--products", "20", "--orders", "9", "--customers", "4", "--shoppers", "0"]
    with started(*words, "--woocommerce", "lamps", "mugs") as hanse:
        lines = "\n".join(hanse.said)
        shops = hanse.get("/_sandbox/connect")["shops"]
        for shop in shops:
            assert all(f" {value}" in lines for value in shop["keys"].values())
            assert shop["open"] in lines
        for shop in (row for row in shops if row["platform"] == "woocommerce"):
            host, keys = shop["host"], shop["keys"]
            pair = f"consumer_key={keys['consumer_key']}&consumer_secret={keys['consumer_secret']}"
            path = f"/wp-json/wc/v3/orders?per_page=100&{pair}"
            rows = hanse.get(path, Host=host, **{"X-Forwarded-Proto": "https"})
            assert len(rows) == 9
        assert "lamps.test" in lines
        assert "mugs.test" in lines
        assert "Careful" not in lines


def test_https_is_served_beside_with_a_certificate_of_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with started("--https-port", str(port), "--shoppers", "0") as hanse:
        (line,) = [line for line in hanse.said if "certificate" in line]
        trust = ssl.create_default_context(cafile=line.rpartition(" ")[2])
        keys = hanse.get("/_sandbox/connect")["shops"][0]["keys"]
        pair = f"{keys['consumer_key']}:{keys['consumer_secret']}".encode()
        headers = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
        url = f"https://localhost:{port}/wp-json/wc/v3/products?per_page=2"
        request = urllib.request.Request(url, headers=headers)
        with urllib.request.urlopen(request, timeout=LIMIT_S, context=trust) as answer:
            assert len(json.loads(answer.read())) == 2


def test_shoppers_come_as_fast_as_the_clock_runs() -> None:
    words = ["--products", "50", "--shoppers", "3600", "--clock-rate", "100"]
    with started(*words) as hanse:
        counts: dict[str, int] = {"sold": 0}
        while not counts["sold"]:
            counts = hanse.get("/_sandbox/shoppers?host=lamps.test")["shops"]["lamps.test"]


def run_words(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    sandbox.add(parser.add_subparsers(dest="command"))
    return parser.parse_args(["sandbox", *words])


WRONG = [
    (["--products", "1000001"], "--products is from 0 to 1000000."),
    (["--orders", "5", "--products", "0"], "Orders need products and customers: say how many."),
    (["--woocommerce", "a", "a"], "There is a shop a.test already: choose another name."),
    (["--woocommerce", "My Shop"], "is no name of a shop"),
    (["--clock-rate", "0"], "A clock cannot run at 0"),
    (["--shoppers", "-1"], "-1 orders an hour cannot be"),
    (["--currency", "GOLD"], "'GOLD' is not a currency that we know."),
    (["--host", "nowhere"], "'nowhere' is no address."),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
async def test_what_it_cannot_do_is_a_sentence(words: list[str], said: str) -> None:
    clock = SystemClock()
    opened = Opened(load({}), clock, RandomIds(clock), lambda _line: None)
    with pytest.raises(Fault, match=re.escape(said)):
        await sandbox.run(run_words(*words), opened)


async def test_a_taken_port_is_a_sentence() -> None:
    clock = SystemClock()
    opened = Opened(load({}), clock, RandomIds(clock), lambda _line: None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with pytest.raises(Fault, match=f"Port {port} on 127.0.0.1 is taken by another program."):
            await sandbox.run(run_words("--port", port), opened)


def test_who_lets_others_reach_it_is_told_so() -> None:
    clock = SystemClock()
    opened = Opened(load({}), clock, RandomIds(clock), lambda _line: None)
    made = sandbox.made(run_words(), opened)
    assert "Careful" in "\n".join(sandbox.described(made, "0.0.0.0", 8799, None, 0))
    for host in ("127.0.0.1", "::1", "localhost"):
        assert "Careful" not in "\n".join(sandbox.described(made, host, 8799, None, 0))
