"""How much may be asked: by address, by account and its level, by day, and in points."""

from datetime import datetime, timedelta

from hanse.sandbox.cj.call import Answer, Call
from hanse.sandbox.cj.refusals import TOO_MANY, Plain, Refusal
from hanse.sandbox.cj.supplier import Account, Supplier

OF_LEVEL = (1, 1, 2, 4, 6, 6)  # calls a second of one endpoint, by level 0 to 5
OPEN_A_SECOND = 30  # of what needs no token
LISTERS_MAX = 3  # users of one address who may list products; guessed: on one day
UNVERIFIED_A_DAY = 1000
POINTS_A_DAY, POINTS_A_DOLLAR = 50_000, 100
COSTS = {
    "/product/list": 50,
    "/product/listV2": 50,
    "/product/query": 10,
    "/product/variant/query": 10,
    "/product/variant/queryByVid": 10,
    "/product/stock/queryByVid": 10,
    "/product/stock/queryBySku": 10,
}


def take(
    windows: dict[str, tuple[float, int]], what: str, limit: int, span_s: float, now_s: float
) -> bool:
    """Whether there is room. guessed: a window begins with the first call in it."""
    start, count = windows.get(what, (now_s, 0))
    if now_s - start >= span_s:
        start, count = now_s, 0
    windows[what] = (start, count + (count < limit))
    return count < limit


def check_address(supplier: Supplier, ip: str, *, is_open: bool) -> None:
    now_s = supplier.clock.now().timestamp()
    limit = supplier.rules.per_ip
    if limit and not take(supplier.by_ip, ip, limit, 1.0, now_s):
        raise Plain("Too Many Requests, please try again later")
    if is_open and not take(supplier.by_ip, "open", OPEN_A_SECOND, 1.0, now_s):
        raise Refusal(1600200, status=TOO_MANY)


def check(supplier: Supplier, account: Account, ip: str, path: str) -> int:
    """The points that the call takes; refuses what is too much."""
    now, meter = supplier.clock.now(), account.meter
    limit = a_second(account)
    if limit and not take(meter.windows, path, limit, 1.0, now.timestamp()):
        words = f"Too Many Requests, QPS limit is {limit} time/1second"
        raise Refusal(1600200, words, TOO_MANY)
    if meter.day != (today := f"{now:%Y-%m-%d}"):
        meter.day, meter.points = today, 0
        meter.calls.clear()
    if path == "/product/list" and supplier.rules.per_ip:
        users = supplier.listers.setdefault(f"{today}:{ip}", set())
        if account.name not in users and len(users) >= LISTERS_MAX:
            raise Refusal(1600200, "Too Many Requests, too many users of one IP", TOO_MANY)
        users.add(account.name)
    if not account.verified and meter.calls[path] >= UNVERIFIED_A_DAY:
        limited = f"the daily request limit ({UNVERIFIED_A_DAY} times/day)"
        raise Plain(f"Too Many Requests, you have reached {limited}")
    cost = COSTS.get(path, 0)
    if meter.points + cost > points_a_day(account, now):
        raise Refusal(1600201)
    meter.calls[path] += 1
    meter.points += cost
    return cost


def a_second(account: Account) -> int:
    return OF_LEVEL[account.level] if account.qps is None else account.qps


def points_a_day(account: Account, now: datetime) -> int:
    """guessed: the months are this one and the two before, and what was paid here counts."""
    month = now.replace(day=1)
    months = {f"{month:%Y-%m}"}
    for _ in range(2):
        month = (month - timedelta(days=1)).replace(day=1)
        months.add(f"{month:%Y-%m}")
    sums = dict.fromkeys(months, 0)
    for order in account.orders.values():
        if order.paid_at and (at := f"{order.paid_at:%Y-%m}") in sums:
            sums[at] += order.paid_cents
    best = max(account.best_month_usd, max(sums.values()) // 100)
    return POINTS_A_DAY + POINTS_A_DOLLAR * best


def settings(call: Call) -> Answer:
    """The account as it sees itself. guessed: that points stand among the quotas, and as what."""
    account = call.account
    quotas = [{"quotaUrl": "points", "quotaLimit": points_a_day(account, call.now), "quotaType": 4}]
    if not account.verified:
        quotas.append({"quotaUrl": "*", "quotaLimit": UNVERIFIED_A_DAY, "quotaType": 4})
    hooks = account.hooks.values()
    return Answer(
        {
            "openId": account.open_id,
            "openName": account.name,
            "openEmail": f"{account.name}@example.com",
            "setting": {"qpsLimit": a_second(account), "quotaLimits": quotas},
            "callback": {
                hook.topic: {"type": "ENABLE" if hook.is_on else "CANCEL", "urls": [hook.url]}
                for hook in hooks
            },
            "root": "VIP" if account.level > 2 else "GENERAL",
            "isSandbox": False,
        }
    )
