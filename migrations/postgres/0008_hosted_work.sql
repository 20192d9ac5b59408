-- Statements uploaded for hosted books, and which book a notification is about.

-- What the notification is about: a name that whoever gives it understands. An access token shows those about its own book alone.
alter table notification add column about text check (octet_length(about) between 1 and 200);

create index notification_by_about on notification (account, about, id desc);

create table hosted_import (
    book bytea not null references hosted on delete cascade,
    id bytea not null check (octet_length(id) = 12),
    -- Their order.
    number bigint generated always as identity,
    -- Who uploaded it.
    account bigint not null references account on delete cascade,
    -- The account of the book it is for; empty: the one with the number in the file.
    target bytea,
    file_name text not null,
    sha256 bytea not null check (octet_length(sha256) = 32),
    bytes bigint not null,
    state text not null default 'waiting'
        check (state in ('waiting', 'waiting_for_review', 'committing', 'committed', 'refused', 'discarded')),
    -- How often its owner has decided: each time is a job of its own.
    turn integer not null default 0,
    -- Why it was refused.
    code text,
    detail text,
    -- What the file says, until there is a plan; the plan, until it is over; and in short what the plan comes to. All JSON.
    document bytea,
    plan bytea,
    summary text,
    -- What is being appended to the log: the same bytes however often the append is tried.
    outbox bytea,
    batch bytea,
    -- The day and balance that the statement closes on, once it is committed.
    closing_day integer,
    closing bigint,
    created_at timestamptz not null default now(),
    ended_at timestamptz,
    primary key (book, id)
);

create index hosted_import_by_number on hosted_import (book, number desc);

alter table hosted_import enable row level security;
alter table hosted_import force row level security;
create policy tenant on hosted_import using (book = decode(current_setting('valorize.book', true), 'hex'));
