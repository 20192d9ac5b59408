-- What this device knows of a folder it shares with other devices.

-- One row per file read there. entries and chain say how far; size and modified what it looked like then (size -1: to be read again);
-- unopened counts entries that did not open, missed how often in a row the file was gone or shorter than it was.
create table folder_file (
  name text primary key,
  entries integer not null,
  chain blob not null,
  size integer not null,
  modified integer not null,
  unopened integer not null,
  missed integer not null
) without rowid;

-- The name under which this device writes there.
create table folder_lane (
  id integer primary key check (id = 1),
  lane blob not null check (length(lane) = 16)
);

-- What the folder lacks: changes never found there (no place) and changes found gone from it (place -1).
create index changes_unwritten on changes (id) where server_seq is null or server_seq < 0;
