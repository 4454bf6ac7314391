"""Who calls: a key is exchanged for two tokens, one of which makes others."""

from datetime import datetime, timedelta, timezone

from hanse.sandbox.cj.call import Answer, Call, Record
from hanse.sandbox.cj.limits import take
from hanse.sandbox.cj.refusals import TOO_MANY, Refusal
from hanse.sandbox.cj.supplier import Account, Supplier, Token

ACCESS_DAYS, REFRESH_DAYS = 15, 180
GRANT_EVERY_S, REFRESHES_A_MINUTE = 300.0, 5
THERE = timezone(timedelta(hours=8))


def grant(call: Call) -> Answer:
    """guessed: a refused key does not count against the five minutes."""
    supplier, key = call.supplier, call.told("apiKey")
    accounts = supplier.accounts.values()
    account = next((each for each in accounts if each.api_key == key and each.has_key), None)
    if account is None:
        raise Refusal(1600005)
    if not take(account.meter.windows, "grant", 1, GRANT_EVERY_S, call.now.timestamp()):
        words = "Too Many Requests, QPS limit is 1 time/300seconds"
        raise Refusal(1600200, words, TOO_MANY)
    _end(supplier, account, refreshes=(False, True))
    refresh = _new(supplier, account, refreshes=True)
    supplier.note("token.grant", account.name)
    return Answer({"openId": account.open_id} | _pair(supplier, account, refresh))


def refresh(call: Call) -> Answer:
    """guessed: the refresh token stays as it was, and the access token before is dead."""
    supplier, text = call.supplier, call.told("refreshToken")
    token = supplier.tokens.get(text)
    if token is None or not token.refreshes or token.is_dead or token.expires_at <= call.now:
        raise Refusal(1600003)
    account = supplier.accounts[token.account]
    limit, now_s = REFRESHES_A_MINUTE, call.now.timestamp()
    if not take(account.meter.windows, "refresh", limit, 60.0, now_s):
        words = f"Too Many Requests, QPS limit is {limit} time/60seconds"
        raise Refusal(1600200, words, TOO_MANY)
    _end(supplier, account, refreshes=(False,))
    supplier.note("token.refresh", account.name)
    return Answer(_pair(supplier, account, token))


def logout(call: Call) -> Answer:
    _end(call.supplier, call.account, refreshes=(False, True))
    call.supplier.note("token.logout", call.account.name)
    return Answer(True)


def holder(supplier: Supplier, text: str) -> Account:
    """Whose access token it is. guessed: one that once was good is 1600030, any other 1600001."""
    if not text:
        raise Refusal(1600002)
    token = supplier.tokens.get(text)
    if token is None or token.refreshes:
        raise Refusal(1600001)
    if token.is_dead or token.expires_at <= supplier.clock.now():
        raise Refusal(1600030)
    return supplier.accounts[token.account]


def lose(supplier: Supplier, text: str, *, key: bool) -> None:
    """The token of this call is gone from now on, or the key and all that came of it."""
    if (token := supplier.tokens.get(text)) is None:
        return
    token.is_dead = True
    if key:
        account = supplier.accounts[token.account]
        account.has_key = False
        _end(supplier, account, refreshes=(False, True))


def _end(supplier: Supplier, account: Account, refreshes: tuple[bool, ...]) -> None:
    for token in supplier.tokens.values():
        if token.account == account.name and token.refreshes in refreshes:
            token.is_dead = True


def _new(supplier: Supplier, account: Account, *, refreshes: bool) -> Token:
    days = REFRESH_DAYS if refreshes else ACCESS_DAYS
    expires_at = supplier.clock.now() + timedelta(days=days)
    token = Token(supplier.text("token"), account.name, expires_at, refreshes)
    supplier.tokens[token.text] = token
    return token


def _pair(supplier: Supplier, account: Account, kept: Token) -> Record:
    access = _new(supplier, account, refreshes=False)
    return {
        "accessToken": access.text,
        "accessTokenExpiryDate": _written(access.expires_at),
        "refreshToken": kept.text,
        "refreshTokenExpiryDate": _written(kept.expires_at),
        "createDate": _written(supplier.clock.now()),
    }


def _written(at: datetime) -> str:
    return at.astimezone(THERE).isoformat(timespec="seconds")
