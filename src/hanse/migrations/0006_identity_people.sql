-- Who people are and how they prove it. These rows belong to no workspace, for one person works in
-- several, so they all stand in the workspace of the installation (only zeros).

create table identity_people (
    workspace_id uuid not null,
    id uuid not null,
    email text not null,     -- as the person wrote it
    email_key text not null, -- folded, so that one address is one person
    name text not null,
    language text not null check (language in ('en', 'id')),
    zone text not null,
    state text not null check (state in ('unconfirmed', 'active', 'closed')),
    made_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, email_key)
);
alter table identity_people enable row level security;
alter table identity_people force row level security;
create policy identity_people_workspace on identity_people
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_people to hanse_app;
create policy identity_people_system on identity_people for select to hanse_system using (true);
grant select on identity_people to hanse_system;

-- Apart from the person, whom colleagues may see.
create table identity_passwords (
    workspace_id uuid not null,
    id uuid not null, -- of the person
    hash text not null, -- Argon2id with its own parameters
    set_at timestamptz not null,
    primary key (workspace_id, id),
    foreign key (workspace_id, id) references identity_people (workspace_id, id)
);
alter table identity_passwords enable row level security;
alter table identity_passwords force row level security;
create policy identity_passwords_workspace on identity_passwords
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_passwords to hanse_app;

-- A browser that is signed in, or a machine that holds a refresh token.
create table identity_sessions (
    workspace_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    kind text not null check (kind in ('browser', 'machine')),
    token_hash bytea not null, -- SHA-256 of the cookie, or of the newest refresh token
    name text not null,        -- of the machine; empty for a browser
    agent text not null,       -- what the browser called itself
    address text not null,     -- from where it was seen last
    made_at timestamptz not null,
    seen_at timestamptz not null,
    proven_at timestamptz not null, -- when the person last proved who it is, for dangerous acts
    second_factor boolean not null, -- whether a second factor was shown
    ended_at timestamptz,
    end_reason text check (end_reason in
        ('signed_out', 'revoked', 'expired', 'password_changed', 'token_reused', 'person_closed')),
    primary key (workspace_id, id),
    foreign key (workspace_id, person_id) references identity_people (workspace_id, id),
    unique (workspace_id, token_hash),
    check ((ended_at is null) = (end_reason is null))
);
create index identity_sessions_person on identity_sessions (workspace_id, person_id, id);
create index identity_sessions_ended on identity_sessions (workspace_id, ended_at);
alter table identity_sessions enable row level security;
alter table identity_sessions force row level security;
create policy identity_sessions_workspace on identity_sessions
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_sessions to hanse_app;
create policy identity_sessions_system on identity_sessions to hanse_system
    using (true) with check (true);
grant select, update on identity_sessions to hanse_system;

-- Refresh tokens that were exchanged: whoever brings one again has stolen it, or was stolen from.
create table identity_spent_tokens (
    workspace_id uuid not null,
    id uuid not null,
    session_id uuid not null,
    token_hash bytea not null,
    spent_at timestamptz not null,
    primary key (workspace_id, id),
    foreign key (workspace_id, session_id) references identity_sessions (workspace_id, id),
    unique (workspace_id, token_hash)
);
create index identity_spent_tokens_session on identity_spent_tokens (workspace_id, session_id);
alter table identity_spent_tokens enable row level security;
alter table identity_spent_tokens force row level security;
create policy identity_spent_tokens_workspace on identity_spent_tokens
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_spent_tokens to hanse_app;

-- Links that are good once: to confirm an address, to set a new password, to change the address.
create table identity_links (
    workspace_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    kind text not null check (kind in ('confirm', 'reset', 'email')),
    token_hash bytea not null,
    email text, -- the new address that it confirms
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    primary key (workspace_id, id),
    foreign key (workspace_id, person_id) references identity_people (workspace_id, id),
    unique (workspace_id, token_hash)
);
create index identity_links_person on identity_links (workspace_id, person_id, kind);
alter table identity_links enable row level security;
alter table identity_links force row level security;
create policy identity_links_workspace on identity_links
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_links to hanse_app;

-- Failures in a row, of an account or from an address, and until when the next try waits.
create table identity_attempts (
    workspace_id uuid not null,
    id uuid not null,
    name bytea not null, -- SHA-256 of what is counted, for it may be an address of somebody
    failures integer not null check (failures > 0),
    last_at timestamptz not null,
    wait_until timestamptz not null,
    primary key (workspace_id, id),
    unique (workspace_id, name)
);
create index identity_attempts_last on identity_attempts (workspace_id, last_at);
alter table identity_attempts enable row level security;
alter table identity_attempts force row level security;
create policy identity_attempts_workspace on identity_attempts
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_attempts to hanse_app;

-- Half a sign-in, or a question put to a passkey: good once and for minutes.
create table identity_challenges (
    workspace_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    kind text not null check (kind in ('second_factor', 'passkey', 'step_up')),
    token_hash bytea not null,
    question bytea, -- what the passkey must sign
    made_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (workspace_id, id),
    foreign key (workspace_id, person_id) references identity_people (workspace_id, id),
    unique (workspace_id, token_hash)
);
create index identity_challenges_expires on identity_challenges (workspace_id, expires_at);
create index identity_challenges_person on identity_challenges (workspace_id, person_id);
alter table identity_challenges enable row level security;
alter table identity_challenges force row level security;
create policy identity_challenges_workspace on identity_challenges
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_challenges to hanse_app;

-- Second factors: codes of an authenticator, or passkeys.
create table identity_factors (
    workspace_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    kind text not null check (kind in ('totp', 'passkey')),
    name text not null,
    sealed bytea,         -- the secret of the authenticator, sealed by the person's key
    last_step bigint,     -- of the last code that was taken: none is good twice
    credential_id bytea,
    public_key bytea,
    sign_count bigint,
    transports text[],
    made_at timestamptz not null,
    confirmed_at timestamptz, -- by a first code; until then it asks nobody
    used_at timestamptz,
    primary key (workspace_id, id),
    foreign key (workspace_id, person_id) references identity_people (workspace_id, id),
    unique (workspace_id, credential_id),
    check (kind <> 'totp' or sealed is not null),
    check (kind <> 'passkey' or (credential_id is not null and public_key is not null
        and sign_count is not null))
);
create index identity_factors_person on identity_factors (workspace_id, person_id);
alter table identity_factors enable row level security;
alter table identity_factors force row level security;
create policy identity_factors_workspace on identity_factors
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_factors to hanse_app;

create table identity_recovery_codes (
    workspace_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    code_hash bytea not null,
    used_at timestamptz,
    primary key (workspace_id, id),
    foreign key (workspace_id, person_id) references identity_people (workspace_id, id),
    unique (workspace_id, person_id, code_hash)
);
alter table identity_recovery_codes enable row level security;
alter table identity_recovery_codes force row level security;
create policy identity_recovery_codes_workspace on identity_recovery_codes
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_recovery_codes to hanse_app;

-- The keys that sign access tokens of machines.
create table identity_signing_keys (
    workspace_id uuid not null,
    id uuid not null,
    public_key bytea not null,
    sealed bytea not null, -- the private key, sealed by the key of the installation
    made_at timestamptz not null,
    retired_at timestamptz,
    primary key (workspace_id, id)
);
alter table identity_signing_keys enable row level security;
alter table identity_signing_keys force row level security;
create policy identity_signing_keys_workspace on identity_signing_keys
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_signing_keys to hanse_app;
