-- How far each device has read a book's log, as the server last knew: for people who want to know whether the laptop is up to date. Written when a
-- connection ends and now and then while it lasts; nothing is decided by it.
create table reading (
    book bytea not null references book on delete cascade,
    device bigint not null references device on delete cascade,
    place bigint not null,
    told_at timestamptz not null default now(),
    primary key (book, device)
) with (fillfactor = 50);
