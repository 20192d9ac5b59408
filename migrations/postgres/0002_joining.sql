-- What helps a new device into a book. All of it is sealed or meaningless to the server.

-- What the owner's recovery phrase opens.
create table recovery (
    book bytea primary key references book on delete cascade,
    version bigint not null default 1,
    bytes bytea not null check (octet_length(bytes) between 1 and 4096),
    updated_at timestamptz not null default now()
);

-- A signed-in device and one that has no account here yet, who know the same code and leave each other messages for some minutes.
create table pairing (
    id integer primary key check (id between 100000 and 999999),
    device bigint not null references device on delete cascade,
    -- Hash of the secret the guest was given with its first message: there is one guest or none.
    guest bytea check (octet_length(guest) = 32),
    expires_at timestamptz not null
);

create index pairing_by_device on pairing (device);

create table pairing_message (
    pairing integer not null references pairing on delete cascade,
    side text not null check (side in ('host', 'guest')),
    step smallint not null check (step between 1 and 4),
    bytes bytea not null check (octet_length(bytes) between 1 and 8192),
    primary key (pairing, side, step)
);
