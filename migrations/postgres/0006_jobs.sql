-- Work that is done later: jobs, what became of each attempt, steps of long ones. Payloads name things; they hold no money.

create table job (
    id bigint generated always as identity primary key,
    name text not null check (octet_length(name) between 1 and 100),
    -- Twice the same key is the same job, as long as the history keeps it.
    key text not null check (octet_length(key) between 1 and 200),
    -- Of the payload.
    version integer not null check (version > 0),
    payload jsonb not null,
    -- Whose it is; empty for upkeep.
    account bigint references account on delete cascade,
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'dead')),
    -- Waiting: when it is due. Running: when its worker counts as lost.
    next_at timestamptz not null default now(),
    -- The one under way or the last; together with the id it is what a worker must still hold to write anything.
    attempts integer not null default 0,
    -- Attempts made before the last replay: they do not count against the limit.
    forgiven integer not null default 0,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    ended_at timestamptz,
    error text,
    -- When Cloud Tasks was told last and how often, where it is used.
    handed_at timestamptz,
    hands integer not null default 0,
    unique (name, key)
) with (fillfactor = 70);

create index job_waiting on job (next_at, id) where state = 'waiting';
create index job_running on job (next_at) where state = 'running';
create index job_ended on job (ended_at) where state in ('done', 'dead');
create index job_dead on job (id) where state = 'dead';
create index job_by_account on job (account, id desc) where account is not null;

-- What became of an attempt. A done one is written in the transaction of the job's own effect, and there is one of them or none.
create table job_attempt (
    job bigint not null references job on delete cascade,
    number integer not null,
    outcome text not null check (outcome in ('done', 'failed', 'lost', 'released')),
    worker text not null,
    started_at timestamptz not null,
    ended_at timestamptz not null default clock_timestamp(),
    error text,
    primary key (job, number)
);

create unique index job_completion on job_attempt (job) where outcome = 'done';

-- A step's output is kept with its effect, so that a later attempt goes on behind it.
create table job_step (
    job bigint not null references job on delete cascade,
    name text not null check (octet_length(name) between 1 and 100),
    position integer not null,
    state text not null default 'running' check (state in ('running', 'done')),
    attempts integer not null default 1,
    started_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    output jsonb,
    primary key (job, name)
);

-- What an account is told. In the app they are read from here; the rest are jobs.
create table notification (
    id bigint generated always as identity primary key,
    account bigint not null references account on delete cascade,
    kind text not null,
    -- Twice the same key is the same notification.
    key text not null check (octet_length(key) between 1 and 200),
    title text not null check (octet_length(title) between 1 and 400),
    body text not null check (octet_length(body) <= 8192),
    created_at timestamptz not null default now(),
    read_at timestamptz,
    unique (account, kind, key)
);

create index notification_by_account on notification (account, id desc);
create index notification_by_age on notification (created_at);

-- Where an account wants mail; without a row it gets none.
create table notification_address (
    account bigint primary key references account on delete cascade,
    email text not null check (octet_length(email) between 3 and 320),
    language text not null default 'en' check (language in ('en', 'pt-BR'))
);

create table webhook (
    id bigint generated always as identity primary key,
    account bigint not null references account on delete cascade,
    url text not null check (octet_length(url) between 8 and 2000),
    secret bytea not null check (octet_length(secret) = 32),
    created_at timestamptz not null default now()
);

create index webhook_by_account on webhook (account);

-- What an account does not want. Everything else is delivered.
create table notification_preference (
    account bigint not null references account on delete cascade,
    kind text not null,
    channel text not null check (channel in ('email', 'webhook')),
    wanted boolean not null,
    primary key (account, kind, channel)
);
