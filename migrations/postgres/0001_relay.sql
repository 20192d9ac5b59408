-- Accounts, devices and the log of every book. What is written in a log is sealed: this schema holds headers and bytes.

-- Which database this is: another one, or one restored from a dump, gives every log a new epoch (relay::database).
create table life (
    single boolean primary key default true check (single),
    identity text not null
);

create table account (
    id bigint generated always as identity primary key,
    name text not null unique,
    password text not null,
    quota bigint,
    created_at timestamptz not null default now()
);

create table invitation (
    code bytea primary key check (octet_length(code) = 32),
    expires_at timestamptz not null,
    used_by bigint references account on delete cascade
);

create table device (
    id bigint generated always as identity primary key,
    account bigint not null references account on delete cascade,
    tag bytea not null check (octet_length(tag) = 16),
    name text not null,
    token bytea not null unique check (octet_length(token) = 32),
    created_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    revoked_at timestamptz,
    unique (account, tag)
);

create table book (
    id bytea primary key check (octet_length(id) = 16),
    owner bigint not null references account on delete cascade,
    epoch bytea not null check (octet_length(epoch) = 16),
    head bigint not null default 0,
    chain bytea not null check (octet_length(chain) = 32),
    -- Bodies up to here are gone; headers stay, so that nothing is stored twice and nothing loses what it builds on.
    pruned bigint not null default 0 check (pruned <= head),
    bytes bigint not null default 0,
    created_at timestamptz not null default now()
) with (fillfactor = 50);

create index book_by_owner on book (owner);

create table member (
    book bytea not null references book on delete cascade,
    account bigint not null references account on delete cascade,
    role text not null check (role in ('owner', 'editor', 'reader')),
    primary key (book, account)
);

create index member_by_account on member (account);

-- Names its book without a reference: the book's row is locked when it is written to, and a check for each row would cost more than
-- the row. Whoever deletes a book deletes its log in the same transaction.
create table log (
    book bytea not null,
    place bigint not null,
    document bytea not null,
    hash bytea not null,
    actor bytea not null,
    sequence bigint not null,
    -- One after the other, 32 bytes each.
    dependencies bytea not null check (octet_length(dependencies) % 32 = 0),
    grp bigint not null,
    device bigint not null,
    key integer not null,
    nonce bytea not null,
    body bytea not null,
    -- After this change.
    chain bytea not null,
    stored_at timestamptz not null default now(),
    primary key (book, place),
    unique (book, hash),
    unique (book, document, actor, sequence)
) partition by hash (book);

-- Sealed bodies do not compress.
alter table log alter column body set storage external;

do $$
begin
    for part in 0..15 loop
        execute format('create table log_%s partition of log for values with (modulus 16, remainder %s)', part, part);
    end loop;
end
$$;

create table snapshot (
    id bytea primary key check (octet_length(id) = 16),
    book bytea not null references book on delete cascade,
    base bigint not null,
    chain bytea not null,
    size bigint not null,
    sha256 bytea not null,
    received bigint not null default 0,
    -- Whole, and its checksum right.
    whole boolean not null default false,
    uploaded_by bigint not null,
    -- The connection it came over: that one cannot vouch for it.
    uploaded_on bytea not null,
    created_at timestamptz not null default now()
);

create index snapshot_by_book on snapshot (book, base desc);

create table snapshot_part (
    snapshot bytea not null references snapshot on delete cascade,
    at bigint not null,
    bytes bytea not null,
    primary key (snapshot, at)
);

create table snapshot_verified (
    snapshot bytea not null references snapshot on delete cascade,
    device bigint not null,
    primary key (snapshot, device)
);

-- The last digest each device gave of its documents: two devices at one place must agree.
create table digest (
    book bytea not null references book on delete cascade,
    device bigint not null,
    at bigint not null,
    sha256 bytea not null,
    primary key (book, device)
);
