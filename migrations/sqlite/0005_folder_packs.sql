-- What this device knows of packs in a shared folder, and of how far others have read it.

-- Places of lanes up to which packs that were taken in hold everything: files before them may be gone. total counts the lane's entries
-- up to there, chain is the lane's chain.
create table folder_reached (
  lane blob primary key check (length(lane) = 16),
  number integer not null,
  entries integer not null,
  total integer not null,
  chain blob not null
) without rowid;

-- Packs that were taken in and are there (their files are in folder_file), and the places up to which each holds everything.
create table folder_pack (
  name text primary key,
  places blob not null
) without rowid;

-- The newest thing each device said of itself (number grows with each): when by its own clock, and how far it had read.
create table folder_mark (
  device blob primary key check (length(device) = 16),
  number integer not null,
  at integer not null,
  says blob not null
) without rowid;
