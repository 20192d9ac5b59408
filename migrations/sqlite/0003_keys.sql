-- Keys of this device, never part of a change.

-- What must not be read by anybody else, by name, on a machine without a better place for it.
create table local_secret (
  name text primary key,
  bytes blob not null
) without rowid;

-- Generations of the book's keys that are on this device: number (big-endian) and mark, and the keys.
create table key_generation (
  id blob primary key check (length(id) = 12),
  keys blob not null
) without rowid;
