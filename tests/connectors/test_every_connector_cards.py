"""Every connector is asked the same: its card, its keys, and how its questions are asked."""

import re
from datetime import timedelta, timezone
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from hanse.base.faults import Denied, Fault, Rejected
from hanse.engine.manifest import SignIn
from hanse.sandbox.shops import HOSTS
from hanse.trade.access import Access
from hanse.trade.ports_read import Ask, Kind, Question, Reach, Reply
from tests.connectors.sides import AT, Pair, every, every_port, side

ROOT = Path(__file__).resolve().parents[2]
BACK, CALL = "https://hub.example/back", "https://hub.example/call"


def access_of(pair: Pair) -> Access:
    return pair.suite.access_at("https://shop.example")


def asked(pair: Pair) -> list[Question]:
    """Every question that a connector can ask, by a made-up id."""
    platform, access = pair.platform, access_of(pair)
    found = [
        port.question(ask, pair.suite.SHOP)
        for port in platform.READS
        for ask in asks()
        if ask.reach in port.reaches
    ]
    (made,) = platform.subscriptions_of(Reply(pair.suite.SUBSCRIBED))
    found += [
        *platform.probe_questions(access),
        platform.subscriptions_question(),
        platform.subscribe_question(pair.suite.TOPIC, CALL, access),
        platform.unsubscribe_question("7"),
        platform.switch_on_question(made, access),
    ]
    for question in (platform.token_question(access, AT), platform.revoke_question(access)):
        found += [question] if question else []
    if platform.BULK:
        found += [platform.BULK.start(kind, pair.suite.SHOP) for kind in platform.BULK.kinds]
        found.append(platform.BULK.poll("7"))
    return found


def asks() -> list[Ask]:
    return [
        Ask(Reach.everything),
        Ask(Reach.ids, page=3),
        Ask(Reach.changed, since=AT),
        Ask(Reach.named, ids=("1", "2")),
        Ask(Reach.of_parent, parent_id="7", currency="USD"),
    ]


# The card


@every
def test_every_question_belongs_to_a_limit_of_the_card(pair: Pair) -> None:
    families = {rate.family for rate in pair.platform.CARD.rates}
    for question in asked(pair):
        assert question.family in families, question.path
        assert question.cost >= 1


@every
def test_what_maintains_the_connection_is_on_the_card(pair: Pair) -> None:
    kinds = {each.kind: each.family for each in pair.platform.CARD.plumbing}
    used = [question for question in asked(pair) if question.plumbing]
    assert used
    for question in used:
        assert kinds[question.plumbing] == question.family
    assert not [q for q in asked(pair) if q.writes and not q.plumbing]


@every
def test_every_word_and_oddity_has_its_place(pair: Pair) -> None:
    card = pair.platform.CARD
    assert card.title
    assert card.meanings
    for meaning in card.meanings:
        assert card.ours(meaning.field, meaning.word) == meaning.ours
    for quirk in card.quirks:
        assert quirk.sentence.endswith(".")
        assert quirk.source
    assert len(set(card.topics)) == len(card.topics)
    assert pair.suite.TOPIC in card.topics
    assert card.name in HOSTS


# What a person types


@every
async def test_the_keys_of_the_shop_fit_the_form_and_are_taken(pair: Pair) -> None:
    async with side(pair) as shop:
        typed = {"store_url": shop.url, **shop.shop.keys()}
        for key in pair.platform.CARD.keys:
            assert key.name in typed or not key.needed
            if key.name in typed:
                assert re.fullmatch(key.pattern, typed[key.name]), key.name
        spaced = {name: f"  {text}\n" for name, text in typed.items()}
        assert pair.platform.entered(spaced) == pair.platform.entered(typed)


@every
def test_the_same_question_is_the_same_call_but_for_its_nonce(pair: Pair) -> None:
    access = access_of(pair)
    for question in asked(pair):
        call, again = (pair.platform.call_for(question, access, AT, "n1") for _ in range(2))
        assert call == again
        assert call.writes == question.writes
        assert call.body == question.body
        assert (call.method, urlsplit(call.url).scheme) == (question.method, "https")
        for secret in filter(None, pair.suite.secrets_of(access)):
            assert secret not in repr(call)


# Consent


@every
def test_the_page_of_consent_gets_the_state_and_no_secret(pair: Pair) -> None:
    card, access = pair.platform.CARD, access_of(pair)
    if set(card.sign_ins) <= {SignIn.typed_keys}:
        with pytest.raises(Rejected):
            pair.platform.consent_url(access, "state-0001", BACK, CALL, AT)
        return
    url = pair.platform.consent_url(access, "state-0001", BACK, CALL, AT)
    query = parse_qsl(urlsplit(url).query)
    assert urlsplit(url).scheme == "https"
    assert "state-0001" in dict(query).values()
    assert BACK in dict(query).values()
    assert not [each for each in filter(None, pair.suite.secrets_of(access)) if each in url]


@every
@pytest.mark.parametrize("query", [[], [("state", "s"), ("code", "c"), ("hmac", "0" * 64)]])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"user_id": 7}'])
def test_what_does_not_come_from_the_platform_is_no_consent(
    pair: Pair, query: list[tuple[str, str]], body: bytes
) -> None:
    """Either it is denied, or there are no keys in it."""
    access = access_of(pair)
    assert isinstance(pair.platform.state_of(query, body), str)
    if body and SignIn.key_flow in pair.platform.CARD.sign_ins:
        found = pair.platform.consented(access, query, body, AT)
        assert (dict(found.fields), found.question) == ({}, None)
    else:
        with pytest.raises((Denied, Rejected)):
            pair.platform.consented(access, query, body, AT)


@every
def test_an_answer_without_a_token_is_no_token(pair: Pair) -> None:
    documents: list[object] = [None, [], {}, {"access_token": ""}, {"access_token": 7}]
    for document in documents:
        with pytest.raises(Fault):
            pair.platform.tokens_of(Reply(document), AT)


# How questions are asked


@every_port
def test_a_date_is_asked_for_in_utc_whatever_its_zone(pair: Pair, kind: Kind) -> None:
    """The same instant in another zone is the same question."""
    port = pair.port(kind)
    if Reach.changed not in port.reaches:
        return
    far = AT.astimezone(timezone(timedelta(hours=8)))
    one, two = (
        port.question(Ask(Reach.changed, since=since), pair.suite.SHOP) for since in (AT, far)
    )
    assert (one.query, one.body) == (two.query, two.body)


@every_port
def test_a_question_reads_and_can_be_asked_again(pair: Pair, kind: Kind) -> None:
    port = pair.port(kind)
    for ask in asks():
        if ask.reach in port.reaches:
            question = port.question(ask, pair.suite.SHOP)
            assert not question.writes
            assert question == port.question(ask, pair.suite.SHOP)
