"""`hanse sandbox`: the platforms' other side on this machine, to try things out against."""

import argparse
import asyncio
import errno
import ipaddress
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hanse.app.supervisor import stop_on_signals, stop_when_orphaned
from hanse.base.faults import Rejected, Unavailable
from hanse.sandbox import running
from hanse.sandbox.certificate import write_certificate
from hanse.sandbox.cj.application import HOST as CJ_HOST
from hanse.sandbox.cj.places import FOLDER as CJ_FOLDER
from hanse.sandbox.controls import connection
from hanse.sandbox.ecb.bank import DAILY, FOLDER, HOST
from hanse.sandbox.held import OPENERS, Sandbox, new_sandbox
from hanse.sandbox.shops import SUPPLIERS, host_of
from hanse.sandbox.track17 import bureau
from hanse.sandbox.world import World

if TYPE_CHECKING:
    from hanse.app.opened import Opened

# It has shops of its own, and nothing of ours.
WITHOUT_DATABASE = True
NAMES = {"woocommerce": "lamps", "shopify": "mugs", "aliexpress": "api-sg"}
SIZE_MAX = 1_000_000


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "sandbox",
        help="shops to try things out with, none of them real",
        description="Shops of every platform, served on this machine. The same seed gives the same"
        " products, orders and keys. http://127.0.0.1:PORT/_sandbox/shop/ shows them.",
    )
    command.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    command.add_argument("--host", default="127.0.0.1", help="default: this machine alone")
    numbers = {
        "port": (8799, "where to serve"),
        "https-port": (0, "serve https there too; 0 is off"),
        "products": (2_000, "in each shop"),
        "customers": (300, "of each shop"),
        "orders": (500, "of each shop, in the last 90 days"),
        "seed": (1, "another number is another world"),
        "skip": (0, "ids that are left out after those, so that no run gives one again"),
        "shoppers": (60, "orders an hour in each shop; 0 is nobody"),
    }
    for name, (usual, why) in numbers.items():
        shown = f"{why} (default: %(default)s)"
        command.add_argument(f"--{name}", type=int, default=usual, help=shown)
    command.add_argument("--currency", default="USD", help="of each shop (default: %(default)s)")
    rate = "how fast its clock runs (default: %(default)s)"
    command.add_argument("--clock-rate", type=float, default=1.0, help=rate)
    for platform in OPENERS:
        shown = f"names of {platform} shops (default: {NAMES[platform]})"
        command.add_argument(f"--{platform}", nargs="*", metavar="NAME", help=shown)


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    sandbox = made(args, opened)
    plain = listen(args.host, args.port)
    port = plain.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="hanse-sandbox-") as folder:
        files = None
        secure = [listen(args.host, args.https_port)] if args.https_port else []
        if secure:
            hosts = [*sandbox.shops.by_host, HOST, CJ_HOST, bureau.HOST]
            files = write_certificate(Path(folder), opened.clock.now(), hosts)
        for line in described(sandbox, args.host, port, files, args.https_port):
            opened.out(line)
        await serve(sandbox, plain, secure, files, child=args.child)
    return 0


async def serve(
    sandbox: Sandbox,
    plain: socket.socket,
    secure: Sequence[socket.socket],
    files: tuple[Path, Path] | None,
    *,
    child: bool,
) -> None:
    """Until somebody asks it to end, or whoever started it is gone."""
    stop = stop_on_signals()
    watching: list[asyncio.Task[Any]] = [asyncio.create_task(stop.wait())]
    if child:
        watching.append(asyncio.create_task(stop_when_orphaned(stop)))
    serving = asyncio.create_task(running.run(sandbox, [plain], secure, files))
    await asyncio.wait([serving, *watching], return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        await serving  # which says why
    for task in (serving, *watching):
        task.cancel()
    await asyncio.gather(serving, *watching, return_exceptions=True)


def made(args: argparse.Namespace, opened: "Opened") -> Sandbox:
    """The shops as the words ask for them; what cannot be is said in a sentence."""
    for name in ("products", "customers", "orders"):
        if not 0 <= getattr(args, name) <= SIZE_MAX:
            raise Rejected(f"--{name} is from 0 to {SIZE_MAX}.", next_step="Give another number.")
    shops = [(platform, name) for platform in OPENERS for name in wanted(args, platform)]
    try:
        world = World(
            *(args.seed, args.products, args.currency, args.customers, args.orders), skip=args.skip
        )
        sandbox = new_sandbox(opened.clock, world=world, rate=args.clock_rate, shops=shops)
        for shop in sandbox.shops.by_host.values():
            if shop.platform not in SUPPLIERS:
                sandbox.shoppers_of(shop).change_rate(args.shoppers, sandbox.clock.now())
    except ValueError as wrong:
        raise Rejected(str(wrong), next_step="See `hanse sandbox --help`.") from wrong
    return sandbox


def wanted(args: argparse.Namespace, platform: str) -> list[str]:
    names: list[str] | None = getattr(args, platform)
    return [NAMES[platform]] if names is None else names


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        if host != "localhost":
            ipaddress.ip_address(host)
    except ValueError as wrong:
        raise Rejected(
            f"{host!r} is no address.", next_step="Give one of this machine, such as 127.0.0.1."
        ) from wrong
    try:
        opened = socket.create_server((host, port), family=family, backlog=running.BACKLOG)
    except OSError as refused:
        taken = refused.errno == errno.EADDRINUSE
        why = "is taken by another program" if taken else f"cannot be used: {refused.strerror}"
        raise Unavailable(
            f"Port {port} on {host} {why}.", "Choose another with --port, --https-port or --host."
        ) from refused
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as every web server does
    return opened


def described(
    sandbox: Sandbox, host: str, port: int, files: tuple[Path, Path] | None, https_port: int
) -> list[str]:
    """What is served and how to connect it."""
    reach = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    now = f"{sandbox.clock.now():%Y-%m-%d %H:%M} UTC"
    lines = [f"The sandbox is on {reach}, its clock shows {now}."]
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        lines.append("Careful: others on this network reach it too, and everybody may write.")
    lines.append(f"To look and to buy:        {reach}/_sandbox/shop/")
    lines.append(f"Keys of all shops as JSON: {reach}/_sandbox/connect")
    lines.append(f"Euro reference rates:      {reach}{FOLDER}{DAILY}")
    lines.append(f"CJ Dropshipping:           {reach}{CJ_FOLDER}")
    lines.append(f"  {'apiKey':<16} {sandbox.cj.named('').api_key}")
    lines.append(f"17TRACK, its 17token:      {sandbox.track17.first.key}")
    if files:
        lines.append(f"https is on port {https_port}, its certificate is {files[0]}")
    for shop in sandbox.shops.by_host.values():
        found = connection(shop, reach)
        lines.append(f"{shop.platform} {host_of(shop)}, in a browser {found['open']}")
        lines += [f"  {name:<16} {value}" for name, value in found["keys"].items()]
    lines.append("A program sends the shop's name as Host, or is given that address for the name.")
    return lines
