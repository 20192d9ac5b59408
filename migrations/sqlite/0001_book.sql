-- The durable part of a book: the journal of changes, the undo log, and what belongs to this device alone.
-- Ids are 12-byte blobs, hashes 32-byte blobs, times milliseconds since 1970-01-01 UTC.

create table book_key (
  id integer primary key check (id = 1),
  identity_key blob not null check (length(identity_key) = 32),
  sha256 blob not null
);

-- One row per shard. A snapshot holds every change with id <= upto_id; last_id is its newest change.
create table docs (
  no integer primary key,
  name text not null unique,
  snapshot blob,
  snapshot_heads blob,
  snapshot_sha256 blob,
  upto_id integer not null default 0,
  last_id integer not null default 0
);

-- The truth. Rows are only ever added; ids are never reused.
create table changes (
  id integer primary key autoincrement,
  doc integer not null references docs (no),
  hash blob not null unique,
  actor blob not null,
  aseq integer not null,
  deps blob not null,
  bytes blob not null,
  server_seq integer,
  grp integer not null,
  pending integer not null default 0,
  unique (doc, actor, aseq)
);
create index changes_pending on changes (doc) where pending = 1;

create table quarantine (
  hash blob primary key,
  doc text not null,
  bytes blob not null,
  reason text not null,
  app_version text not null
) without rowid;

create table sync (
  id integer primary key check (id = 1),
  server_id text,
  cursor integer not null default 0,
  chain blob,
  epoch blob,
  key_id blob
);

-- summary is what the history shows (store::Summary): inverse can be long.
-- state: 0 done, 1 undone (can be redone), 2 taken back by a later action, 3 undone for good, 4 cannot be undone
create table action (
  id integer primary key autoincrement,
  name text not null,
  at integer not null,
  device text not null,
  state integer not null,
  batch blob,
  reverts integer references action (id),
  inverse blob not null,
  summary blob not null default x''
);
create index action_state on action (state, id);
create index action_batch on action (batch) where batch is not null;

-- Below: local to this device, never synced, written in the same transaction as the commit they belong to.

-- state: 0 open, 1 committed; plan is packed JSON, without its lines
create table import_plan (
  id blob primary key,
  account blob not null,
  created_at integer not null,
  state integer not null default 0,
  batch blob,
  plan blob not null
);

-- The lines of open plans in chunks, so that a page reads few of them; fates are counted per chunk. lines is packed JSON.
create table import_plan_lines (
  plan blob not null,
  no integer not null,
  fresh integer not null,
  known integer not null,
  doubtful integer not null,
  ignored integer not null,
  lines blob not null,
  primary key (plan, no)
);

-- Append-only: what a person said to a suggestion. kind: accept, correct, ignore
create table feedback (
  id integer primary key autoincrement,
  at integer not null,
  kind text not null,
  transaction_id blob not null,
  descriptor text not null,
  amount integer not null,
  suggested blob,
  chosen blob,
  confidence integer,
  model text
);

-- What the categoriser would say but was not sure enough to write; detail is JSON.
create table suggestion (
  transaction_id blob primary key,
  category blob not null,
  confidence integer not null,
  detail text
) without rowid;
create index suggestion_confidence on suggestion (confidence, transaction_id);

create table vector (
  model text not null,
  engine text not null,
  text_version integer not null,
  key text not null,
  vector blob not null,
  primary key (model, engine, text_version, key)
) without rowid;

-- profile is JSON
create table csv_profile (
  fingerprint text primary key,
  profile text not null
) without rowid;

create table setting (
  key text primary key,
  value text not null
) without rowid;
