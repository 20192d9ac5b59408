-- What this device knows of the log it shares with other devices.

-- The outbox: changes no page of the log has shown yet.
create index changes_unshown on changes (id) where server_seq is null;

-- Entries of the log that did not open, for want of a key: they keep their place and are tried again when a key arrives.
create table sealed (
  place integer primary key,
  item blob not null
);
