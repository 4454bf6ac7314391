"""The statements that read the log."""

SHOWN = """
    xact, seq, workspace_id, id, recorded_at, happened_at, name, form, actor_kind, actor_id,
        actor_name, request_id, subject_kind, subject_id, version, person_id, personal_fields,
        personal, payload,
        personal is not null and not exists (
            select from engine_data_keys as key
            where key.workspace_id = events.workspace_id and key.owner_id = events.person_id
              and key.wrapped is not null) as erased
"""
COLUMNS = "select" + SHOWN + "from events "
WANTED = """
      and ($3::uuid is null or workspace_id = $3)
      and (name = $4 or name >= $4 || '.' and name < $4 || '/' or $4 = '')
      and ($5::uuid is null or actor_id = $5)
      and ($6 = '' or subject_kind = $6)
      and ($7::uuid is null or subject_id = $7)
      and ($8::uuid is null or person_id = $8)
      and ($9::timestamptz is null or recorded_at >= $9)
      and ($10::timestamptz is null or recorded_at < $10)
      and ($11 = '' or request_id = $11)
      and ($12::text[] is null or name = any($12))
"""
READ = (
    COLUMNS
    + "where (xact, seq) > ($1, $2) and xact < (select events_horizon())"
    + WANTED
    + "order by xact, seq limit $13"
)
READ_BACK = (
    COLUMNS + "where (xact, seq) < ($1, $2)" + WANTED + "order by xact desc, seq desc limit $13"
)
READ_ONE = COLUMNS + "where xact = $1 and seq = $2"
COUNT = f"""
    select count(*) from (
        select from events where (xact, seq) < ($1, $2) {WANTED} limit $13) as found
"""  # noqa: S608 - our own columns


def older(*column: str, whose: str = "asked.who") -> str:
    """The part of the log in which a column holds this: one range of one index, backward.

    Written as a range of all its columns, in their order, with bounds that the planner cannot see:
    else it would walk the whole log for who did little, or sort all of who did much. Nor does it
    see the limit: then no plan looks better than the one that it has, and it makes no other. Row
    security names the workspace once more, and then only a range of the columns after it says where
    a walk begins and ends.
    """
    key = ["workspace_id", *column, "xact", "seq"]
    last = ["asked.workspace_id", *(whose for _ in column), "asked.xact", "asked.seq"]
    first = [*last[:-2], "0", "0"]
    ranges = (
        f"({', '.join(key[at:])}) < ({', '.join(last[at:])})"
        f" and ({', '.join(key[at:])}) >= ({', '.join(first[at:])})"
        for at in (0, 1)
    )
    return f"""
        select * from events
        where {" and ".join([*ranges, *(f"{one} is not null" for one in column)])}
        order by {" desc, ".join(key)} desc limit asked.rows_max
    """  # noqa: S608 - our own columns


ASKED = """
    with asked as materialized (
        select $1::bigint as xact, $2::bigint as seq, $3::{} as who, $4::bigint as rows_max,
            $5::uuid as workspace_id)
"""
ASKED_OF, ASKED_NAMED = ASKED.format("uuid"), ASKED.format("text[]")
READ_NEWEST = f"""
    {ASKED_OF} select {SHOWN} from (
        select events.* from asked, lateral ({older()}) as events) as events
    order by xact desc, seq desc
"""  # noqa: S608 - our own columns
READ_ABOUT = f"""
    {ASKED_OF} select distinct on (xact, seq) {SHOWN} from (
        select events.* from asked, lateral (
            ({older("actor_id")})
            union all ({older("person_id")})
            union all ({older("subject_id")})) as events) as events
    order by xact desc, seq desc limit (select rows_max from asked)
"""  # noqa: S608 - our own columns


# The newest of each name, however much of other names lies above them.
READ_NAMED = f"""
    {ASKED_NAMED} select {SHOWN} from (
        select events.* from asked, unnest(asked.who) as wanted (name), lateral (
            {older("name", whose="wanted.name")}) as events) as events
    order by xact desc, seq desc limit (select rows_max from asked)
"""  # noqa: S608 - our own columns
