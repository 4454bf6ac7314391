"""A shop for people: what it has, a button to buy, its orders, and the merchant's own buttons."""

from collections.abc import Awaitable, Callable
from html import escape
from typing import Any
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from hanse.sandbox.cj.page import shown as shown_supplier
from hanse.sandbox.counter import Counter, Good, Program, Sale, Turned
from hanse.sandbox.held import Sandbox
from hanse.sandbox.shops import Shop, host_of

ROWS = 24
QUANTITY_MAX = 1000
HOME, BANK = "/_sandbox/shop/", "/_sandbox/ecb/"
SUPPLIER, BUREAU = "/_sandbox/cj/", "/_sandbox/track17/"
STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #777; --act: #0b5cad; }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1rem; }
a { color: var(--act); text-decoration: none; } a:hover { text-decoration: underline; }
header, footer, .row { display: flex; gap: .75rem; flex-wrap: wrap; align-items: center; }
header { justify-content: space-between; border-bottom: 1px solid var(--line); }
main { padding: 1rem 0; } form { margin: .75rem 0; } form.row { align-items: end; }
h1 { font-size: 1.3rem; margin: .5rem 0; } h2 { font-size: 1.05rem; }
ul { list-style: none; padding: 0; display: grid; gap: .75rem;
  grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
.card { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; }
.soft { color: var(--soft); font-size: .875rem; } .price { font-weight: 600; }
.said { border-left: 4px solid var(--act); padding: .5rem .75rem; }
button { font: inherit; padding: .5rem 1rem; border-radius: .4rem; border: 1px solid var(--act);
  background: var(--act); color: #fff; cursor: pointer; min-height: 2.75rem; }
button.plain { background: none; color: var(--act); }
button:disabled { opacity: .4; cursor: default; }
input, select { font: inherit; padding: .5rem; border-radius: .4rem; width: 100%;
  border: 1px solid var(--line); min-height: 2.75rem; }
label { display: block; flex: 1 1 8rem; } .few input { width: 5rem; }
"""
Work = Callable[[Sandbox, Request], Awaitable[Response]]


def _page(title: str, body: str, shop: Shop | None = None) -> str:
    links = f'<a href="{HOME}">All shops</a>'
    if shop:
        at = _at(shop)
        apps = f'<a href="{at}apps">Apps</a> ' if shop.counter.apps() else ""
        links = f'<a href="{at}">Products</a> <a href="{at}orders">Orders</a> {apps}{links}'
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f'<header><h1>{escape(title)}</h1><nav class="row">{links}</nav></header>'
        f'<main>{body}</main><footer class="soft">A shop of the sandbox: nothing here is real.'
        "</footer></body></html>"
    )


def _at(shop: Shop) -> str:
    return f"{HOME}{host_of(shop)}/"


def _title(shop: Shop) -> str:
    return f"{shop.name.replace('-', ' ').capitalize()} ({shop.platform})"


async def shops(sandbox: Sandbox, _request: Request) -> Response:
    rows = "".join(
        f'<li class="card"><a href="{_at(shop)}">{escape(_title(shop))}</a>'
        f'<div class="soft">{escape(host_of(shop))}</div></li>'
        for shop in sandbox.shops.by_host.values()
    )
    others = f'<p><a href="{SUPPLIER}">CJ Dropshipping</a></p>'
    others += f'<p><a href="{BANK}">European Central Bank</a></p>'
    others += f'<p><a href="{BUREAU}">17TRACK</a></p>'
    return HTMLResponse(_page("Shops of the sandbox", f"<ul>{rows}</ul>{others}"))


async def bank(sandbox: Sandbox, _request: Request) -> Response:
    return HTMLResponse(_page("European Central Bank", sandbox.bank.shown()))


async def supplier(sandbox: Sandbox, request: Request) -> Response:
    body = _said(request) + shown_supplier(sandbox.cj, f"{SUPPLIER}orders")
    return HTMLResponse(_page("CJ Dropshipping", body))


async def bureau(sandbox: Sandbox, _request: Request) -> Response:
    return HTMLResponse(_page("17TRACK", sandbox.track17.shown()))


async def goods(sandbox: Sandbox, request: Request) -> Response:
    shop, first = _shop(sandbox, request), _first(request)
    found = shop.counter.goods(first, ROWS)
    rows = "".join(_card(shop, good) for good in found.rows)
    body = _said(request) + f"<ul>{rows or 'Nothing here yet.'}</ul>"
    return HTMLResponse(_page(_title(shop), body + _turn(_at(shop), first, found.total), shop))


async def good(sandbox: Sandbox, request: Request) -> Response:
    shop = _shop(sandbox, request)
    try:
        found = shop.counter.good(request.path_params["reference"])
    except Turned as why:
        said = f'<p class="said">{escape(str(why))}</p>'
        return HTMLResponse(_page(_title(shop), said, shop), 404)
    body = _said(request) + _facts(found)
    if found.sizes:
        body += f"<ul>{''.join(_card(shop, size) for size in found.sizes)}</ul>"
    else:
        body += _buy(shop, found)
    body += _desk(shop, found)
    return HTMLResponse(_page(found.title, body, shop))


async def orders(sandbox: Sandbox, request: Request) -> Response:
    shop, first = _shop(sandbox, request), _first(request)
    found = shop.counter.sales(first, ROWS)
    rows = "".join(_order(shop, sale) for sale in found.rows)
    body = _said(request) + f"<ul>{rows or 'No orders yet.'}</ul>"
    turn = _turn(f"{_at(shop)}orders", first, found.total)
    return HTMLResponse(_page(f"Orders of {_title(shop)}", body + turn, shop))


async def apps(sandbox: Sandbox, request: Request) -> Response:
    """Where a merchant takes an app out and lets it in again."""
    shop = _shop(sandbox, request)
    rows = "".join(_app(shop, program) for program in shop.counter.apps())
    body = _said(request) + f"<ul>{rows or 'There are no apps on this platform.'}</ul>"
    return HTMLResponse(_page(f"Apps of {_title(shop)}", body, shop))


async def act(sandbox: Sandbox, request: Request) -> Response:
    """One of ACTS, such as to buy: by a form of the page, or by a JSON object."""
    shop = _shop(sandbox, request)
    is_json = "json" in request.headers.get("content-type", "")
    answer: dict[str, Any] | None = None
    document: dict[str, Any] = {}
    try:
        document = await _document(request, is_json=is_json)
        said, answer = ACTS[request.url.path.rpartition("/")[2]](shop.counter, document)
    except KeyError as missing:
        said = f"Say {missing.args[0]}."
    except (Turned, ValueError) as why:
        said = str(why)
    if is_json:
        return JSONResponse(answer) if answer else JSONResponse({"error": said}, 400)
    back = str(document.get("back", ""))
    path = quote(back) if back.startswith(("product/", "orders", "apps")) else ""
    return RedirectResponse(f"{_at(shop)}{path}?said={quote(said)}", 303)


async def _document(request: Request, *, is_json: bool) -> dict[str, Any]:
    if not is_json:
        return dict(parse_qsl((await request.body()).decode()))
    found = await request.json()
    if not isinstance(found, dict):
        raise Turned("Send one JSON object.")
    return found


# What can be done


def _do_buy(counter: Counter, document: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    reference = str(document["sku"] if document.get("sku") else document["product"])
    quantity = int(document.get("quantity", 1))
    if not 0 < quantity <= QUANTITY_MAX:
        raise Turned(f"Buy 1 to {QUANTITY_MAX}.")
    order = counter.order(reference, quantity)
    return f"Bought: order {order}.", {"order": order}


def _do_edit(counter: Counter, document: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    names = ("title", "price", "stock", "status")
    changes = {name: document[name] for name in names if document.get(name) not in (None, "")}
    found = counter.edit(str(document["product"]), changes)
    return f"Saved {found.title}.", {
        "product": found.reference,
        "title": found.title,
        "price": found.price,
        "stock": found.stock,
        "status": found.status,
    }


def _do_delete(counter: Counter, document: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    counter.delete(str(document["product"]))
    return "Deleted.", {"product": str(document["product"])}


def _do_fulfil(counter: Counter, document: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    counter.fulfil(str(document["order"]))
    return f"Order {document['order']} is on its way.", {"order": str(document["order"])}


def _do_refund(counter: Counter, document: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    amount = document.get("amount")
    counter.refund(str(document["order"]), str(amount) if amount else None)
    return f"Refunded order {document['order']}.", {"order": str(document["order"])}


def _do_install(counter: Counter, document: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    counter.install(str(document["app"]))
    return "Installed.", {"app": str(document["app"])}


def _do_uninstall(counter: Counter, document: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    counter.uninstall(str(document["app"]))
    return "Uninstalled: its tokens are dead.", {"app": str(document["app"])}


ACTS: dict[str, Callable[[Counter, dict[str, Any]], tuple[str, dict[str, Any]]]] = {
    "buy": _do_buy,
    "edit": _do_edit,
    "delete": _do_delete,
    "fulfil": _do_fulfil,
    "refund": _do_refund,
    "install": _do_install,
    "uninstall": _do_uninstall,
}


# How it looks


def _card(shop: Shop, found: Good) -> str:
    link = f"{_at(shop)}product/{quote(found.reference)}"
    return f'<li class="card"><a href="{link}">{escape(found.title)}</a>{_facts(found)}</li>'


def _facts(found: Good) -> str:
    stock = "" if found.stock is None else f"{found.stock} in stock"
    if found.stock is not None and found.stock <= 0:
        stock = "sold out"
    sizes = f"{len(found.sizes)} sizes" if found.sizes else ""
    facts = " · ".join(filter(None, (found.sku, stock, sizes, found.status)))
    price = escape(found.price) or "no price"
    return f'<div class="price">{price}</div><div class="soft">{escape(facts)}</div>'


def _buy(shop: Shop, found: Good) -> str:
    hidden = _hidden(product=found.reference, back=f"product/{found.reference}")
    return (
        f'<form class="row few" method="post" action="{_at(shop)}buy">{hidden}'
        '<input name="quantity" type="number" min="1" value="1" aria-label="How many">'
        "<button>Buy</button></form>"
    )


def _desk(shop: Shop, found: Good) -> str:
    """The merchant's part: a field left empty stays as it is."""
    hidden = _hidden(product=found.reference, back=f"product/{found.reference}")
    return (
        f'<h2>As the merchant</h2><form class="row" method="post" action="{_at(shop)}edit">{hidden}'
        f'<label>Title <input name="title" placeholder="{escape(found.title)}"></label>'
        f'<label>Price <input name="price" placeholder="{escape(found.price)}"></label>'
        f'<label>Stock <input name="stock" placeholder="{found.stock}"></label>'
        f'<label>Status <input name="status" placeholder="{escape(found.status)}"></label>'
        "<button>Save</button></form>"
        f'<form method="post" action="{_at(shop)}delete">{_hidden(product=found.reference)}'
        '<p><button class="plain">Delete</button></p></form>'
    )


def _order(shop: Shop, sale: Sale) -> str:
    lines = "<br>".join(map(escape, [*sale.lines, *(f"Parcel: {each}" for each in sale.parcels)]))
    hidden = _hidden(order=sale.reference, back="orders")
    buttons = "".join(
        f'<form method="post" action="{_at(shop)}{act}">{hidden}'
        f'<button class="plain">{word}</button></form>'
        for act, word in (("fulfil", "Fulfil"), ("refund", "Refund"))
    )
    return (
        f'<li class="card"><b>{escape(sale.number)}</b> · {escape(sale.status)}'
        f'<div class="price">{escape(sale.total)}</div><div class="soft">{escape(sale.placed_at)}'
        f' · {escape(sale.buyer)}</div><p>{lines}</p><div class="row">{buttons}</div></li>'
    )


def _app(shop: Shop, program: Program) -> str:
    act, word = ("uninstall", "Uninstall") if program.installed else ("install", "Install")
    state = "installed" if program.installed else "not installed"
    return (
        f'<li class="card"><b>{escape(program.title)}</b> · {state}'
        f'<div class="soft">{escape(program.reference)}</div>'
        f'<form method="post" action="{_at(shop)}{act}">'
        f"{_hidden(app=program.reference, back='apps')}"
        f'<button class="plain">{word}</button></form></li>'
    )


def _hidden(**fields: str) -> str:
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in fields.items()
    )


def _said(request: Request) -> str:
    said = request.query_params.get("said", "")
    return f'<p class="said" role="status">{escape(said)}</p>' if said else ""


def _turn(at: str, first: int, total: int) -> str:
    links = [f"{first + 1} to {min(first + ROWS, total)} of {total}"] if total else []
    if first > 0:
        links.append(f'<a href="{at}?first={max(0, first - ROWS)}">Before</a>')
    if first + ROWS < total:
        links.append(f'<a href="{at}?first={first + ROWS}">More</a>')
    return f'<p class="row">{" ".join(links)}</p>'


def _first(request: Request) -> int:
    text = request.query_params.get("first", "0")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _shop(sandbox: Sandbox, request: Request) -> Shop:
    return sandbox.shops.named(request.path_params["host"])


def _found(work: Work) -> Work:
    async def run(sandbox: Sandbox, request: Request) -> Response:
        try:
            return await work(sandbox, request)
        except LookupError as unknown:
            said = f'<p class="said">{escape(str(unknown.args[0]))}</p>'
            return HTMLResponse(_page("No such shop", said), 404)

    return run


ROUTES: list[tuple[str, Work, list[str]]] = [
    (f"{HOME}{path}", _found(work), verbs)
    for path, work, verbs in (
        ("", shops, ["GET"]),
        ("{host}/", goods, ["GET"]),
        ("{host}/orders", orders, ["GET"]),
        ("{host}/apps", apps, ["GET"]),
        ("{host}/product/{reference}", good, ["GET"]),
        *((f"{{host}}/{name}", act, ["POST"]) for name in ACTS),
    )
] + [(BANK, bank, ["GET"]), (SUPPLIER, supplier, ["GET"]), (BUREAU, bureau, ["GET"])]
