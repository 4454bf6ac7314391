-- Disputes about what suppliers sent or did not, and indexes by which a supplier order is found.

create table purchasing_disputes (
    workspace_id uuid not null,
    id uuid not null,
    number text not null,                -- our key at the supplier, for ever
    purchase_id uuid not null,
    account_id uuid not null,
    order_remote_id text not null,       -- the order there that it is about
    state text not null check (state in ('opening', 'unsure', 'open', 'refunded', 'reissued',
        'rejected', 'closed', 'withdrawn', 'refused')),
    state_since timestamptz not null,
    reason text not null,                -- in the supplier's words
    wants text not null check (wants in ('refund', 'reissue')),
    refund_to text not null check (refund_to in ('balance', 'payment')),
    currency text,
    amount_minor bigint,                 -- that the supplier said could come back at most
    lines jsonb not null default '[]',   -- [line there, title, quantity]
    set_id uuid,                         -- of the change that opens it
    end_set_id uuid,                     -- and of the one that withdraws it
    remote_id text not null default '',
    word text not null default '',       -- the supplier's own word for how it stands
    decided_minor bigint,                -- what came back
    resend_id text not null default '',  -- the order there that is sent instead
    why text not null default '',        -- why nothing came of it
    asked_at timestamptz,                -- when the supplier was last asked about it
    made_at timestamptz not null,
    made_by uuid,
    primary key (workspace_id, id),
    unique (workspace_id, number),
    foreign key (workspace_id, purchase_id) references purchasing_orders (workspace_id, id)
);
create index purchasing_disputes_purchase on purchasing_disputes (workspace_id, purchase_id, id);
-- One at a time, whoever presses at once.
create unique index purchasing_disputes_one on purchasing_disputes (workspace_id, purchase_id)
    where state in ('opening', 'unsure', 'open');
create index purchasing_disputes_work on purchasing_disputes (workspace_id, account_id, asked_at)
    where state = 'open';
create index purchasing_disputes_remote on purchasing_disputes
    (workspace_id, account_id, remote_id) where remote_id <> '';

alter table purchasing_disputes enable row level security;
alter table purchasing_disputes force row level security;
create policy purchasing_disputes_workspace on purchasing_disputes
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on purchasing_disputes to hanse_app;

-- What is open is looked for in all workspaces at once.
create policy purchasing_disputes_system on purchasing_disputes for select to hanse_system
    using (true);
grant select on purchasing_disputes to hanse_system;
create index purchasing_disputes_everywhere on purchasing_disputes
    (asked_at, workspace_id, account_id) where state = 'open';

-- By our number, the shop's, the supplier's and that of a parcel.
create index purchasing_orders_number on purchasing_orders (workspace_id, number text_pattern_ops);
create index purchasing_orders_order_number on purchasing_orders
    (workspace_id, order_number text_pattern_ops);
create index purchasing_remotes_remote on purchasing_remotes
    (workspace_id, remote_id text_pattern_ops);
create index purchasing_parcels_number on purchasing_parcels
    (workspace_id, number text_pattern_ops);
create index purchasing_parcels_former on purchasing_parcels (workspace_id, (former[1]))
    where former[1] is not null;
-- What of one supplier is late.
create index purchasing_orders_supplier_late on purchasing_orders
    (workspace_id, supplier_id, arrives_by, id)
    where state in ('placed', 'sent') and arrives_by is not null;
