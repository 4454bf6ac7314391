"""17TRACK: its words, its codes, what it tells of parcels, and who sent it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from hanse.base.faults import (
    AuthLapsed,
    Denied,
    Fault,
    OutcomeUnknown,
    Rejected,
    Severity,
    Throttled,
    Unavailable,
)
from hanse.connectors.track17 import hooks, mapping
from hanse.connectors.track17 import manifest as track17
from hanse.connectors.track17.wire import asking
from hanse.connectors.track17.wire.access import BASE
from hanse.connectors.track17.wire.answer import CODES, of_number
from hanse.connectors.track17.wire.asking import Parcel
from hanse.engine.wire.wire import Answer, Call
from hanse.trade.access import Access
from hanse.trade.ports_read import Reply
from hanse.trade.tracking import ParcelState, TrackReport

KEY = "0123456789ABCDEF0123456789ABCDEF"
ACCESS = Access({"api_key": KEY})
AT = datetime(2026, 11, 27, tzinfo=UTC)
ONE = [Parcel("RR123456789CN")]


def answer(document: object, status: int = 200, *, writes: bool = False) -> Answer:
    call = Call("POST", f"{BASE}register", writes, secrets=(KEY,))
    body = document.encode() if isinstance(document, str) else json.dumps(document).encode()
    headers = CIMultiDictProxy(CIMultiDict[str]())
    return Answer(call, URL(call.url), status, headers, body, 0.1, None)


def reply(accepted: list[Any], rejected: list[Any], **data: Any) -> Reply:
    told = {"code": 0, "data": {"accepted": accepted, "rejected": rejected, **data}}
    found = answer(told)
    assert track17.words(found) is None
    return track17.reply_of(found)


def no(number: str, code: int, carrier: object = 3011) -> Mapping[str, Any]:
    error = {"code": code, "message": "no"}
    return {"number": number, "carrier": carrier, "error": error}


# Codes

OF_CALLS: dict[int, type[Fault]] = {
    **dict.fromkeys((-18010001, -18010002, -18010004, -18010005), AuthLapsed),
    **dict.fromkeys((-18010003, -18019815, -18019816), Unavailable),
    -18019907: Throttled,
    -18019908: Denied,
}


@pytest.mark.parametrize("code", CODES)
def test_every_code_says_what_to_do(code: int) -> None:
    kind = OF_CALLS.get(code, Rejected)
    at_the_top = {"code": code, "data": {}, "message": "no"}
    inside = {"code": 0, "data": {"errors": [{"code": code, "message": "no"}]}}
    for document in (at_the_top, inside):
        found = track17.words(answer(document))
        assert type(found) is kind
        assert str(code) in str(found)
    assert str(code) in of_number(code, "no").sentence


def test_a_code_that_nobody_knows_is_named() -> None:
    found = {"code": -1, "data": {}}
    assert isinstance(track17.words(answer(found)), Rejected)
    assert isinstance(track17.words(answer(found, writes=True)), OutcomeUnknown)
    assert "'odd'" in of_number(-1, "odd").sentence


@pytest.mark.parametrize(
    ("document", "status", "kind"),
    [
        ("", 429, Throttled),
        ("", 401, AuthLapsed),
        ({"code": -18010002, "data": {}}, 401, AuthLapsed),
        ("<html>", 500, Unavailable),
        ("", 503, Unavailable),
        ("<html>", 200, Unavailable),
        ({"data": {}}, 200, Unavailable),
    ],
)
def test_what_is_no_answer(document: object, status: int, kind: type[Fault]) -> None:
    assert isinstance(track17.words(answer(document, status)), kind)


# Questions


def test_questions_are_lists_of_numbers() -> None:
    parcels = [Parcel("RR123456789CN", "3011"), Parcel("JD0002")]
    listed: list[Mapping[str, object]] = [
        {"number": "RR123456789CN", "carrier": 3011},
        {"number": "JD0002"},
    ]
    for question, path, plumbing in (
        (track17.tracked_question(parcels), "gettrackinfo", ""),
        (track17.register_question(parcels), "register", "parcels.register"),
        (track17.stop_question(parcels), "stoptrack", "parcels.stop"),
    ):
        assert (question.method, question.path, question.plumbing) == ("POST", path, plumbing)
        assert question.writes == bool(plumbing)
        assert json.loads(question.body or b"") == listed
        call = track17.call_for(question, ACCESS, AT, "n")
        assert call.url == f"https://api.17track.net/track/v2.4/{path}"
        assert call.headers["17token"] == KEY
        assert KEY not in call.shown(f"key {KEY}")
    assert track17.quota_question().body == b"[]"
    assert {each.kind for each in track17.CARD.plumbing} == {"parcels.register", "parcels.stop"}


def test_forty_numbers_share_a_call() -> None:
    many = [Parcel(f"RR{each:09}CN") for each in range(81)]
    assert [len(each) for each in asking.batches(many)] == [40, 40, 1]
    for wrong in (many[:41], []):
        with pytest.raises(ValueError, match="1 to 40"):
            track17.tracked_question(wrong)


@pytest.mark.parametrize("parcel", [Parcel("RR12"), Parcel("RR 123456"), Parcel("RR12345", "DHL")])
def test_what_is_no_number_costs_nothing(parcel: Parcel) -> None:
    with pytest.raises(Rejected):
        track17.register_question([*ONE, parcel])


def test_who_is_followed_and_who_is_not() -> None:
    told = reply(
        [{"origin": 1, "number": "A1"}],
        [no("B2", -18019901), no("C3", -18019903, "x"), no("D4", -18019908)],
    )
    taken, refused = track17.registered(told)
    assert taken == ["A1", "B2"]
    assert [(each.number, each.code) for each in refused] == [("C3", -18019903), ("D4", -18019908)]
    assert "carrier" in refused[0].finding.next_step
    assert track17.unregistered(reply([], [no("A1", -18019902), no("B2", -18019909)])) == ["A1"]


# What it tells of parcels


def parcel(**info: Any) -> Mapping[str, Any]:
    return {"number": "RR123456789CN", "carrier": 3011, "track_info": info}


def status(main: str | None, sub: str | None) -> Mapping[str, Any]:
    return parcel(latest_status={"status": main, "sub_status": sub, "sub_status_descr": None})


def report(document: Mapping[str, Any]) -> TrackReport:
    [found] = track17.tracked(reply([document], []))
    return found


@pytest.mark.parametrize("word", mapping.SUBSTATES)
def test_every_word_of_a_parcel(word: str) -> None:
    main = word.partition("_")[0]
    found = report(status(main, word))
    returned = word == "Exception_Returned"
    assert found.state is (ParcelState.returned if returned else mapping.STATES[main])
    assert found.returning == word.startswith("Exception_Return")
    assert found.findings == ()
    assert report(status(main, None)).state is mapping.STATES[main]


def test_the_words_are_those_of_the_documents() -> None:
    assert (len(mapping.STATES), len(mapping.SUBSTATES)) == (9, 30)
    assert set(mapping.SUBSTATES.values()) == set(ParcelState)


def test_a_finer_word_that_nobody_knows_counts_as_the_coarser_one() -> None:
    found = report(status("InTransit", "InTransit_OnMars"))
    assert found.state is ParcelState.in_transit
    assert "InTransit_OnMars" in found.findings[0].sentence
    found = report(status("Beamed", None))
    assert found.state is None
    assert "Beamed" in found.findings[0].sentence


def test_events_are_told_the_oldest_first_and_no_zone_is_made_up() -> None:
    def event(sub: str, **more: Any) -> Mapping[str, Any]:
        return {"sub_status": sub, "stage": None, "description": "d", "location": "Rome", **more}

    day = {"date": "2026-11-25", "time": "18:00:00"}
    events = [
        event(
            "Delivered_Other",
            time_utc="2026-11-25T00:00:00Z",
            time_iso="2026-11-25T00:00:00Z",
            time_raw={**day, "timezone": "+01:00"},
        ),
        event("OutForDelivery_Other", time_utc=None, time_iso="2026-11-25T08:00:00", time_raw=day),
        event(
            "InTransit_PickedUp",
            time_utc="2026-11-20T08:00:00Z",
            time_iso="2026-11-20T09:00:00+01:00",
        ),
    ]
    providers = [{"provider": {"key": 3011}, "events": events}, {"events": None}]
    metrics = {
        "estimated_delivery_date": {"source": "x", "from": None, "to": "2026-11-26T00:00:00Z"}
    }
    found = report(
        parcel(
            latest_status={"status": "Delivered", "sub_status": "Delivered_Other"},
            tracking={"providers": providers},
            time_metrics=metrics,
        )
    )
    assert [(each.word, each.at) for each in found.events] == [
        ("InTransit_PickedUp", datetime(2026, 11, 20, 8, tzinfo=UTC)),
        ("OutForDelivery_Other", None),
        ("Delivered_Other", datetime(2026, 11, 25, 17, tzinfo=UTC)),
    ]
    assert found.events[0].at_text == "2026-11-20T09:00:00+01:00"
    assert found.events[1].at_text == "2026-11-25T08:00:00"
    assert {each.place for each in found.events} == {"Rome"}
    assert found.delivered_at == datetime(2026, 11, 25, 17, tzinfo=UTC)
    assert found.promised_by == datetime(2026, 11, 26, tzinfo=UTC)
    assert found.carrier == "3011"


def test_what_is_followed_since_a_moment_ago_waits() -> None:
    [found] = track17.tracked(reply([], [no("RR1", -18019909), no("RR2", -18019902)]))
    assert found == TrackReport("RR1", "", ParcelState.pending)


# Who sent it

MINIMAL = '{"event":"TRACKING_UPDATED","data":{"number":"RR123456789CN","carrier":3011,"tag":null}}'
ENDED = (
    '{"event":"TRACKING_STOPPED","data":{"number":"RR123456789CN","carrier":3011,"param":null,'
    '"tag":"order-1042"}}'
)
UNICODE = (
    '{"event":"TRACKING_UPDATED","data":{"number":"RR123456789CN","carrier":3011,'
    '"tag":"pesanan-é-订单","track_info":{"latest_status":{"status":"Delivered",'
    '"sub_status":"Delivered_Other","sub_status_descr":null}}}}'
)
VECTORS = {
    MINIMAL: "af298b5b15d24d483526377a77675cc060416d92ece9bf937c98f7058287425a",
    ENDED: "088b61dfbe01377b6f72d2587f0d88a4596713bf68e3135eb931eb7aaa2c96eb",
    UNICODE: "eb3d62addd276f97748cbe597da7d685b4dfb03aebeb8f03c9b96f9e81d9388c",
}


@pytest.mark.parametrize(("text", "sign"), VECTORS.items())
def test_the_signature_is_that_of_the_vector(text: str, sign: str) -> None:
    body = text.encode()
    assert hooks.verify({"sign": sign}, body, ACCESS)
    assert not hooks.verify({"sign": sign}, body.replace(b"RR", b"RS"), ACCESS)
    assert not hooks.verify({"sign": sign}, json.dumps(json.loads(text)).encode(), ACCESS)
    for wrong in ("", "é", sign[:-1], sign.upper()):
        assert not hooks.verify({"sign": wrong}, body, ACCESS)
    assert not hooks.verify({}, body, ACCESS)
    assert not hooks.verify({"sign": hooks.signature(body, "")}, body, Access({}))


def test_what_is_pushed_is_read_like_what_is_asked_for() -> None:
    found = hooks.pushed(UNICODE.encode())
    assert found is not None
    assert (found.number, found.state) == ("RR123456789CN", ParcelState.delivered)
    for nothing in (ENDED.encode(), b"", b"[]", b'{"event":"TRACKING_UPDATED","data":{}}'):
        assert hooks.pushed(nothing) is None


def test_the_same_news_is_one_delivery() -> None:
    told = json.loads(UNICODE)
    told["data"]["track_info"]["tracking"] = {"providers": [{"events_hash": 77}]}
    found = hooks.signals({}, json.dumps(told).encode())
    assert found.delivery_id == "TRACKING_UPDATED:RR123456789CN:3011:77"
    assert found.signals == ()
    assert hooks.signals({}, UNICODE.encode()).delivery_id is None
    assert hooks.signals({}, ENDED.encode()).delivery_id == "TRACKING_STOPPED:RR123456789CN:3011"
    assert hooks.signals({}, b'{"event":"WEATHER"}').note == "unknown topic"


# The card


def test_a_first_look_tells_how_many_are_left() -> None:
    told = {"quota_total": 200, "quota_used": 12, "quota_remain": 188, "today_used": 1}
    found = track17.probed([reply([], [], **told)], track17.entered({"api_key": f" {KEY} "}))
    assert [each.severity for each in found.findings] == [Severity.hint]
    assert "188 of 200" in found.findings[0].sentence
    assert KEY not in found.key
    with pytest.raises(AuthLapsed):
        track17.probed([AuthLapsed("no")], ACCESS)


def test_it_is_asked_for_no_messages() -> None:
    assert track17.CARD.topics == ()
    assert track17.CARD.told_by_hand
    assert track17.subscriptions_of(reply([], [])) == ()
    with pytest.raises(Rejected):
        track17.subscribe_question("x", "https://hub.example", ACCESS)


# What a room asks of it


def test_the_port_tells_what_is_known_unknown_and_waits() -> None:
    port = track17.TRACKER
    told = port.looked(reply([], [no("A1234", -18019902), no("B1234", -18019909)]))
    assert told.unknown == ("A1234",)
    assert [(each.number, each.state) for each in told.reports] == [("B1234", ParcelState.pending)]
    assert told.refused == ()
    taken = port.registered(
        reply(
            [{"number": "A1234", "carrier": 3011}],
            [no("B1234", -18019901), no("C1234", -18019908), no("D1234", -18019903)],
        )
    )
    assert taken.numbers == ("A1234", "B1234")
    assert [(each.number, each.later) for each in taken.refused] == [
        ("C1234", True),
        ("D1234", False),
    ]


def test_a_number_of_other_signs_fits_nowhere() -> None:
    fits = track17.TRACKER.fits
    assert fits("RR123456789CN")
    assert not any(fits(each) for each in ("", "1234", "RR 123456789", "x" * 51, "ÄÖÜ12345"))


def test_what_is_left_is_told_in_all_and_for_the_day() -> None:
    told = {"quota_total": 100, "quota_used": 40, "quota_remain": 60}
    today = {"today_used": 5, "max_track_daily": 25}
    for more, left_today in ((today, 20), ({}, None)):
        found = track17.TRACKER.allowance(reply([], [], **told, **more))
        assert (found.total, found.left, found.left_today) == (100, 60, left_today)


def test_a_push_tells_where_its_parcel_is_or_that_it_is_followed_no_longer() -> None:
    info = {"latest_status": {"status": "InTransit", "sub_status": "InTransit_Other"}}
    data = {"number": "RR123456789CN", "carrier": 3011, "track_info": info}
    moved = hooks.signals({}, json.dumps({"event": hooks.UPDATED, "data": data}).encode())
    assert [(each.number, each.state) for each in moved.reports] == [
        ("RR123456789CN", ParcelState.in_transit)
    ]
    assert moved.dropped == ()
    over = hooks.signals({}, json.dumps({"event": hooks.STOPPED, "data": data}).encode())
    assert (over.reports, over.dropped) == ((), ("RR123456789CN",))
