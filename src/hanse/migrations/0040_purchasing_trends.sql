-- What sells at suppliers: topics that a workspace watches, and what was seen of them day by day.

create table purchasing_topics (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    by_what text not null check (by_what in ('words', 'category', 'feed')),
    words text not null default '',
    category_id text not null default '',
    feed text not null default '',
    country text not null,
    currency text not null,
    pages integer not null check (pages between 1 and 5),
    state text not null check (state in ('active', 'paused')),
    due_at timestamptz not null,         -- when it is read next
    made_at timestamptz not null,
    version integer not null default 1,
    reading_on date,                     -- of that day so many pages are kept
    page_done integer not null default 0,
    first_on date,
    read_on date,                        -- the last day that was read whole
    read_at timestamptz,
    products integer not null default 0, -- seen on that day
    said_code text not null default '',  -- why it could not be read
    said text not null default '',
    primary key (workspace_id, id),
    unique (workspace_id, account_id, by_what, words, category_id, feed, country, currency)
);

-- A product of a topic as it was last seen, and what is said of it.
create table purchasing_trends (
    workspace_id uuid not null,
    topic_id uuid not null,
    product_id text not null,
    title text not null,
    image_url text,
    url text,
    rank integer not null,
    price_minor bigint,                  -- in the currency of the topic
    sold bigint,
    at_least boolean not null,           -- the platform rounds
    liked numeric,                       -- per cent
    first_on date not null,
    last_on date not null,
    standing text not null default 'too_little' check (standing in ('rising', 'new', 'steady',
        'falling', 'too_little', 'gone')),
    points numeric not null default 0,
    told jsonb not null default '{}',    -- the arithmetic of the points
    primary key (workspace_id, topic_id, product_id),
    foreign key (workspace_id, topic_id) references purchasing_topics (workspace_id, id)
);
create index purchasing_trends_topic on purchasing_trends
    (workspace_id, topic_id, points desc, product_id);
create index purchasing_trends_all on purchasing_trends
    (workspace_id, points desc, topic_id, product_id);

-- How it stood on each day. Kept for 180 days: 20 topics of 100 products are 360,000 rows, 50 MB.
create table purchasing_trend_days (
    workspace_id uuid not null,
    topic_id uuid not null,
    day date not null,
    product_id text not null,
    rank integer not null,
    price_minor bigint,
    sold bigint,
    at_least boolean not null,
    liked numeric,
    primary key (workspace_id, topic_id, day, product_id),
    foreign key (workspace_id, topic_id) references purchasing_topics (workspace_id, id)
);

do $$
declare name text;
begin
    foreach name in array array['purchasing_topics', 'purchasing_trends', 'purchasing_trend_days']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
        execute format('grant select, insert, update, delete on %I to hanse_app', name);
    end loop;
end $$;

-- What is due is looked for in all workspaces at once.
create policy purchasing_topics_system on purchasing_topics for select to hanse_system using (true);
grant select on purchasing_topics to hanse_system;
create index purchasing_topics_everywhere on purchasing_topics (due_at, workspace_id, account_id)
    where state = 'active';
