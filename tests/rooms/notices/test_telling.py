"""Events become notices: once, for those whom they are for, in their words."""

from uuid import UUID

import pytest

from hanse.engine.doors.access import PERMISSIONS
from hanse.engine.log import events as log
from hanse.engine.log.events import DECLARED
from hanse.engine.log.history import Filters, read_back
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.service.members import MemberChanged, MemberJoined
from hanse.rooms.identity.service.passwords import PasswordChanged
from hanse.rooms.identity.service.sessions import SessionEnded, open_session
from hanse.rooms.identity.service.workspaces import WorkspaceDeletionAsked
from hanse.rooms.notices.jobs.following import follower
from hanse.rooms.notices.model.kinds import NOTICES, Audience, Channel, Kind, Words, declare_notice
from hanse.rooms.notices.service import telling
from hanse.rooms.orders.model.exceptions import Trouble
from hanse.rooms.orders.model.returning import ReturnReason
from hanse.rooms.orders.model.states import Payment
from hanse.rooms.orders.service.facts import ExceptionFound, OrderPlaced
from hanse.rooms.orders.service.refund_facts import ReturnRequested
from hanse.rooms.stock.service.channel_facts import ChannelChanged, RanLow, RanOut
from tests.rooms.identity.team import OPERATOR, enter, somebody
from tests.rooms.notices.desk import (
    Team,
    bell_of,
    follow,
    gathered,
    happen,
    stop_job,
    titles,
    waiting_jobs,
)


def test_every_kind_names_an_event_and_a_permission_that_there_are() -> None:
    assert set(follower().events) <= set(DECLARED)
    needed = {kind.permission for kind in NOTICES.values() if kind.permission}
    assert needed <= set(PERMISSIONS)


def test_the_facts_in_every_sentence_are_fields_of_its_event_and_none_is_personal() -> None:
    given = {"actor": "", "person": ""}
    for kind in NOTICES.values():
        declared = DECLARED[kind.event]
        named = {name: "" for name in declared.fields if name not in declared.personal}
        for words in kind.words.values():
            assert set(words.codes) <= set(declared.fields), kind.name
            assert words.title.format_map(given | named), kind.name
            assert words.text.format_map(given | named), kind.name
        assert kind.link.format_map({**named, "subject": ""}) or not kind.link
        assert set(kind.when) <= set(declared.fields), kind.name


def test_every_code_in_a_notice_of_orders_has_words() -> None:
    for name, fact, codes in (
        ("orders.order.placed", "payment", Payment),
        ("orders.exception.found", "kind", Trouble),
        ("orders.return.requested", "reason", ReturnReason),
    ):
        for words in NOTICES[name].words.values():
            assert {each.value for each in codes} - {"not_told"} <= set(words.codes[fact]), name


async def test_orders_and_stock_are_told_with_their_page_in_the_language_of_each_reader(
    database: Database, team: Team
) -> None:
    sari = await somebody(database, "Sari", language="id")
    await enter(database, team.workspace, sari, "manager")
    await follow(database)
    order, shop, other, variant = (database.ids.new() for _ in range(4))
    happened: list[tuple[object, str, str, str]] = [
        (
            ExceptionFound(order, other, shop, "5001", "no_stock"),
            *("Pesanan 5001 perlu ditangani", "terkendala: stoknya kurang.", f"/orders/{order}"),
        ),
        (
            ExceptionFound(None, other, shop, "5002", "unreadable"),
            *("Pesanan 5002 perlu ditangani", "tidak bisa dibaca", "/orders/exceptions"),
        ),
        (
            ExceptionFound(order, other, shop, "5001", "not_told", recent=False),
            *("Toko menolak resi pesanan 5001", "kirim lagi ke toko", f"/orders/{order}"),
        ),
        (
            OrderPlaced(order, shop, "5003", "confirmed", "paid", risky=True),
            *("Periksa pesanan 5003 sebelum dikirim", "tidak biasa", f"/orders/{order}"),
        ),
        (
            ReturnRequested(order, other, "5001", "not_as_described"),
            *("Permintaan pengembalian barang pesanan 5001", "tidak sesuai", f"/orders/{order}"),
        ),
        (
            RanLow([variant], 1, "Kemeja", variant),
            *("Stok menipis: Kemeja", "menipis: 1.", f"/stock/{variant}"),
        ),
        (
            RanOut([variant, other], 2, "Kemeja"),
            *("Stok habis: Kemeja", "habis: 2.", "/stock/alerts?level=out"),
        ),
        (
            ChannelChanged(shop, "Lampu", "held", {}, {}, 2, "Kami stok opname."),
            *("Ben Manager menahan stok di Lampu", "Kami stok opname.", f"/stock/shops/{shop}"),
        ),
    ]
    async with database.tx(team.workspace, team.manager.actor) as tx:
        await log.append(tx, *(event for event, *_ in happened))
        await log.append(tx, OrderPlaced(order, shop, "5004", "confirmed", "paid"))
    await follow(database)
    found = list(reversed(await bell_of(database, sari, team.workspace)))
    assert [(each.words.title, each.words.link) for each in found] == [
        (title, link) for _, title, _, link in happened
    ]
    for shown, (_, title, part, _) in zip(found, happened, strict=True):
        assert part in shown.words.text, title
        assert not shown.notice.urgent, "quiet hours and a digest hold its mail back"
    mailed = [each.notice.kind for each in found if each.notice.mail_at]
    assert mailed == ["orders.parcel.refused", "stock.variant.emptied", "stock.channel.held"]
    titles_in_english = await titles(database, team.owner, team.workspace)
    assert titles_in_english[:2] == ["Ben Manager holds the stock of Lampu", "Sold out: Kemeja"]


@pytest.mark.parametrize(
    ("different", "why"),
    [
        ({"name": "jobs.job.failed"}, "declared twice"),
        ({"name": "Jobs"}, "is named room.noun.verb"),
        ({"words": {"en": Words("a", "b", "c")}}, "says nothing in id"),
        ({"to": Audience.members}, "told by a permission"),
        ({"by_letter": True, "usual": (Channel.email,)}, "mailed already"),
    ],
)
def test_a_kind_that_is_not_right_is_not_declared(different: dict[str, object], why: str) -> None:
    words = {language: Words("a", "b", "c") for language in ("en", "id")}
    right: dict[str, object] = {
        "name": "shop.order.placed",
        "event": "shop.order.placed",
        "to": Audience.person,
        "words": words,
    }
    with pytest.raises(ValueError, match=why):
        declare_notice(Kind(**(right | different)))  # type: ignore[arg-type]


async def test_a_job_that_stopped_is_told_to_those_who_may_read_jobs(
    database: Database, team: Team
) -> None:
    await stop_job(database, team.workspace)
    for person in (team.owner, team.manager):
        [shown, *_] = await bell_of(database, person, team.workspace)
        assert shown.words.title == "The job stock.push stopped"
        assert shown.words.link == f"/jobs?open={shown.notice.subject_id}"
        assert "unavailable" in shown.words.text
    assert await titles(database, team.viewer, team.workspace) == []


async def test_nobody_is_told_twice_however_often_an_event_is_handled(
    database: Database, team: Team
) -> None:
    await stop_job(database, team.workspace)
    [shown, *_] = await bell_of(database, team.manager, team.workspace)
    async with database.tx(team.workspace, OPERATOR) as tx:
        [event] = await read_back(tx, Filters(name="jobs.job.stopped"), None, 1)
        await telling.tell(tx, [event])
        await telling.tell(tx, [event])
    again = await bell_of(database, team.manager, team.workspace)
    assert [one.notice.id for one in again] == [shown.notice.id]


async def test_another_workspace_hears_nothing(database: Database, team: Team) -> None:
    other = await gathered(database)
    await stop_job(database, team.workspace)
    assert await titles(database, other.owner, other.workspace) == []
    assert await titles(database, team.manager, other.workspace) == []


async def test_many_events_and_many_people_are_told_in_one_go(
    database: Database, team: Team
) -> None:
    for _ in range(5):
        await enter(database, team.workspace, await somebody(database, "Dee"), "analyst")
    await follow(database)
    before = len(await bell_of(database, team.owner, team.workspace))
    await stop_job(database, team.workspace, count=40)
    assert len(await bell_of(database, team.owner, team.workspace)) == min(50, before + 40)


async def test_whoever_joins_is_told_to_those_who_may_change_members_by_name(
    database: Database, team: Team
) -> None:
    newcomer = await somebody(database, "Dewi Baru")
    await enter(database, team.workspace, newcomer, "analyst")
    await follow(database)
    assert await titles(database, team.owner, team.workspace) == ["Dewi Baru joined as analyst"]
    assert await titles(database, team.manager, team.workspace) == []


async def test_nothing_personal_stands_in_a_notice(database: Database, team: Team) -> None:
    await happen(
        database,
        team.workspace,
        MemberJoined(database.ids.new(), team.viewer.id, "Cik Viewer", "viewer"),
    )
    async with database.tx(team.workspace, OPERATOR) as tx:
        facts = await tx.fetchval(
            "select facts::text from notices_notices order by id desc limit 1"
        )
    assert "Cik" not in facts
    assert "viewer" in facts


async def test_a_role_that_changed_is_told_to_its_person_in_its_language(
    database: Database, team: Team
) -> None:
    sari = await somebody(database, "Sari", language="id")
    await enter(database, team.workspace, sari, "viewer")
    changed = MemberChanged(database.ids.new(), sari.id, "Sari", "viewer", "manager", 2)
    await happen(database, team.workspace, changed, team.owner.actor)
    [shown] = await bell_of(database, sari, team.workspace)
    assert shown.words.title == "Peran Anda kini manager"
    assert shown.words.text.startswith("Ana Owner mengubahnya; sebelumnya viewer.")


async def test_whoever_asked_for_a_deletion_is_not_told_of_it_and_all_others_are(
    database: Database, team: Team
) -> None:
    asked = WorkspaceDeletionAsked(
        team.workspace, "2026-11-27T14:03:05+00:00", "active", "closing", 2
    )
    await happen(database, team.workspace, asked, team.owner.actor)
    [shown] = await bell_of(database, team.viewer, team.workspace)
    assert shown.notice.urgent
    assert "Ana Owner asked for it. Until 2026-11-27 14:03" in shown.words.text
    assert await titles(database, team.owner, team.workspace) == []


async def test_what_concerns_the_account_rings_in_every_workspace_of_the_person(
    database: Database, team: Team
) -> None:
    changed = PasswordChanged(team.viewer.id, "reset", 2)
    await happen(database, INSTALLATION, changed, team.viewer.actor)
    assert await titles(database, team.viewer, team.workspace) == ["Your password was changed"]
    assert await titles(database, team.viewer) == ["Your password was changed"]
    assert await titles(database, team.owner, team.workspace) == []


async def test_a_colleague_cannot_reach_the_notices_of_an_account_from_elsewhere(
    database: Database, team: Team
) -> None:
    stranger = await gathered(database)
    await happen(database, INSTALLATION, PasswordChanged(team.viewer.id, "reset", 2))
    async with database.tx(stranger.workspace, OPERATOR) as tx:
        count = await tx.fetchval(
            "select count(*) from notices_notices where person_id = $1", team.viewer.id
        )
    assert count == 0


async def test_of_the_ends_of_a_session_only_a_stolen_token_is_told(
    database: Database, team: Team
) -> None:
    for reason in ("signed_out", "token_reused"):
        ended = SessionEnded(database.ids.new(), team.manager.id, reason)
        await happen(database, INSTALLATION, ended)
    assert await titles(database, team.manager) == ["A machine was signed out"]


CHROME = "Mozilla/5.0 (X11; Linux x86_64) Chrome/{}.0.0.0"


async def test_a_sign_in_is_told_when_the_device_is_new(database: Database, team: Team) -> None:
    async def sign_in(agent: str) -> list[str]:
        async with database.tx(INSTALLATION, team.owner.actor) as tx:
            await open_session(
                tx, team.owner.id, agent=agent, address="192.0.2.7", second_factor=False
            )
        await follow(database)
        return await titles(database, team.owner)

    assert await sign_in(CHROME.format(140)) == [], "the first of all"
    assert await sign_in(CHROME.format(141)) == [], "the same, brought up to date"
    assert await sign_in("Mozilla/5.0 (iPhone) Safari/605") == [
        "Your account was opened on a new device"
    ]


async def test_a_failed_backup_is_told_to_whoever_set_the_hub_up(
    database: Database, team: Team
) -> None:
    await stop_job(database, INSTALLATION, "engine.back_up")
    [key] = await waiting_jobs(database, telling.OPERATOR_JOB)
    async with database.system_tx("a test") as tx:
        first = await tx.fetchval("select id from identity_workspaces order by made_at limit 1")
        owner = await tx.fetchval(
            "select person_id from identity_members where workspace_id = $1 and role = 'owner'",
            first,
        )
        subject = await tx.fetchval(
            "select ids ->> 'subject' from jobs where name = $1", telling.OPERATOR_JOB
        )
    for _ in range(2):
        await telling.tell_operator(database, UUID(key), "jobs.job.stopped", UUID(subject))
    async with database.tx(first, OPERATOR) as tx:
        rows = await tx.fetch(
            "select person_id, kind from notices_notices where kind = 'engine.backup.failed'"
        )
    assert [(row["person_id"], row["kind"]) for row in rows] == [(owner, "engine.backup.failed")]


async def test_a_job_of_ours_that_stopped_is_neither_mailed_nor_delivered(
    database: Database, team: Team
) -> None:
    await stop_job(database, team.workspace, "notices.deliver")
    [shown, *_] = await bell_of(database, team.owner, team.workspace)
    assert shown.notice.mail_at is None
