-- Generated: UPDATE_SCHEMA=1 cargo test -p store

CREATE TRIGGER search_changed after update of search on transactions when old.search is not new.search begin
  insert or ignore into search_dirty values (new.rowid);
end;

CREATE TRIGGER search_deleted after delete on transactions begin
  insert or ignore into search_dirty values (old.rowid);
end;

CREATE TABLE account (
  id blob primary key,
  name text not null,
  kind text not null,
  currency text not null,
  bank text,
  number text,
  opening_balance integer not null,
  opening_day integer,
  closed integer not null,
  position integer,
  deleted integer not null
) without rowid;

CREATE TABLE action (
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

CREATE TABLE book (
  id blob primary key,
  name text not null,
  currency text not null,
  language text not null,
  budget_style text not null
) without rowid;

CREATE TABLE book_key (
  id integer primary key check (id = 1),
  identity_key blob not null check (length(identity_key) = 32),
  sha256 blob not null
);

CREATE TABLE budget (
  month integer not null,
  category blob not null,
  spend_limit integer,
  allocated integer,
  note text,
  primary key (month, category)
) without rowid;

CREATE TABLE category (
  id blob primary key,
  group_id blob not null,
  name text not null,
  key text,
  position integer not null,
  archived integer not null,
  deleted integer not null,
  merged_into blob,
  root blob not null,
  deleted_by_hand integer not null,
  carry_over integer not null
) without rowid;

CREATE TABLE category_group (
  id blob primary key,
  name text not null,
  kind text not null,
  position integer not null,
  deleted integer not null
) without rowid;

CREATE TABLE changes (
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

CREATE TABLE conflict (
  doc text not null,
  key text not null,
  field text not null,
  n integer not null,
  primary key (doc, key, field)
) without rowid;

CREATE TABLE csv_profile (
  fingerprint text primary key,
  profile text not null
) without rowid;

CREATE TABLE derived (
  id integer primary key check (id = 1),
  derived_version integer not null
);

CREATE TABLE docs (
  no integer primary key,
  name text not null unique,
  snapshot blob,
  snapshot_heads blob,
  snapshot_sha256 blob,
  upto_id integer not null default 0,
  last_id integer not null default 0
);

CREATE TABLE exchange_rate (
  from_currency text not null,
  to_currency text not null,
  day integer not null,
  mantissa integer not null,
  scale integer not null,
  source text not null,
  primary key (from_currency, to_currency, day)
) without rowid;

CREATE TABLE feedback (
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

CREATE TABLE folder_file (
  name text primary key,
  entries integer not null,
  chain blob not null,
  size integer not null,
  modified integer not null,
  unopened integer not null,
  missed integer not null
) without rowid;

CREATE TABLE folder_lane (
  id integer primary key check (id = 1),
  lane blob not null check (length(lane) = 16)
);

CREATE TABLE folder_mark (
  device blob primary key check (length(device) = 16),
  number integer not null,
  at integer not null,
  says blob not null
) without rowid;

CREATE TABLE folder_pack (
  name text primary key,
  places blob not null
) without rowid;

CREATE TABLE folder_reached (
  lane blob primary key check (length(lane) = 16),
  number integer not null,
  entries integer not null,
  total integer not null,
  chain blob not null
) without rowid;

CREATE TABLE goal (
  id blob primary key,
  name text not null,
  target integer not null,
  currency text not null,
  due integer,
  link text not null,
  linked blob,
  starting integer not null,
  started integer not null,
  archived integer not null,
  deleted integer not null
) without rowid;

CREATE TABLE import_batch (
  id blob primary key,
  account blob not null,
  file_name text not null,
  file_sha256 blob not null,
  format text not null,
  added integer not null,
  merged integer not null,
  same integer not null,
  ignored integer not null,
  proof text not null,
  undone integer not null,
  facts blob not null
) without rowid;

CREATE TABLE import_plan (
  id blob primary key,
  account blob not null,
  created_at integer not null,
  state integer not null default 0,
  batch blob,
  plan blob not null
);

CREATE TABLE import_plan_lines (
  plan blob not null,
  no integer not null,
  fresh integer not null,
  known integer not null,
  doubtful integer not null,
  ignored integer not null,
  lines blob not null,
  primary key (plan, no)
);

CREATE TABLE key_generation (
  id blob primary key check (length(id) = 12),
  keys blob not null
) without rowid;

CREATE TABLE key_wrap (
  generation blob not null,
  member blob not null,
  wrapped blob not null,
  primary key (generation, member)
) without rowid;

CREATE TABLE local_secret (
  name text primary key,
  bytes blob not null
) without rowid;

CREATE TABLE member (
  id blob primary key,
  name text not null,
  role text not null,
  public_key blob not null,
  added_by blob,
  handed blob not null,
  removed integer not null,
  account text
) without rowid;

CREATE TABLE month_total (
  account blob not null,
  month integer not null,
  category blob not null,
  amount integer not null,
  cleared integer not null,
  lines integer not null,
  primary key (account, month, category)
) without rowid;

CREATE TABLE needs_newer (
  doc text not null,
  key text not null,
  primary key (doc, key)
) without rowid;

CREATE TABLE orphan (
  doc text not null,
  key text not null,
  primary key (doc, key)
) without rowid;

CREATE TABLE payee (
  id blob primary key,
  name text not null,
  merged_into blob,
  deleted integer not null,
  root blob not null,
  deleted_by_hand integer not null
) without rowid;

CREATE TABLE quarantine (
  hash blob primary key,
  doc text not null,
  bytes blob not null,
  reason text not null,
  app_version text not null
) without rowid;

CREATE TABLE reconciliation (
  id blob primary key,
  account blob not null,
  day integer not null,
  balance integer not null,
  rows integer not null,
  deleted integer not null
) without rowid;

CREATE TABLE rule (
  id blob primary key,
  name text not null,
  position integer not null,
  enabled integer not null,
  conditions text not null,
  effect text not null,
  deleted integer not null
) without rowid;

CREATE TABLE saved_view (
  id blob primary key,
  name text not null,
  definition text not null,
  deleted integer not null
) without rowid;

CREATE TABLE sealed (
  place integer primary key,
  item blob not null
);

CREATE TABLE search_dirty (
  row integer primary key
);

CREATE VIRTUAL TABLE search_index using fts5 (
  search, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1'
);

CREATE TABLE 'search_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'search_index_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'search_index_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

CREATE TABLE 'search_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE search_upto (
  id integer primary key check (id = 1),
  upto integer not null
);

CREATE TABLE setting (
  key text primary key,
  value text not null
) without rowid;

CREATE TABLE split (
  transaction_id blob not null,
  position integer not null,
  amount integer not null,
  category blob,
  note text,
  remainder integer not null,
  category_set blob,
  primary key (transaction_id, position)
) without rowid;

CREATE TABLE sqlite_sequence(name,seq);

CREATE TABLE suggestion (
  transaction_id blob primary key,
  category blob not null,
  confidence integer not null,
  detail text
) without rowid;

CREATE TABLE sync (
  id integer primary key check (id = 1),
  server_id text,
  cursor integer not null default 0,
  chain blob,
  epoch blob,
  key_id blob
);

CREATE TABLE tag (
  tag text not null,
  transaction_id blob not null,
  primary key (tag, transaction_id)
) without rowid;

CREATE TABLE transactions (
  id blob primary key,
  account blob not null,
  day integer not null,
  amount integer not null,
  visible integer not null,
  clearing integer not null,
  origin integer not null,
  splits integer not null,
  category blob,
  user_category blob,
  auto_category blob,
  auto_confidence integer,
  payee blob,
  payee_set blob,
  description text not null,
  statement_payee text,
  memo text,
  bank_id text,
  check_number text,
  note text,
  fact_day integer not null,
  fact_amount integer not null,
  original_amount integer,
  original_currency text,
  instalment integer,
  instalments integer,
  deleted integer not null,
  removed integer not null,
  dup_of blob,
  transfer blob,
  fields integer not null,
  search text not null
);

CREATE TABLE vector (
  model text not null,
  engine text not null,
  text_version integer not null,
  key text not null,
  vector blob not null,
  primary key (model, engine, text_version, key)
) without rowid;

CREATE INDEX action_batch on action (batch) where batch is not null;

CREATE INDEX action_state on action (state, id);

CREATE INDEX changes_pending on changes (doc) where pending = 1;

CREATE INDEX changes_unshown on changes (id) where server_seq is null;

CREATE INDEX changes_unwritten on changes (id) where server_seq is null or server_seq < 0;

CREATE INDEX split_category on split (category, transaction_id) where category is not null;

CREATE INDEX suggestion_confidence on suggestion (confidence, transaction_id);

CREATE INDEX tag_transaction on tag (transaction_id);

CREATE INDEX transactions_account on transactions (account, day, id) where visible = 1;

CREATE INDEX transactions_category on transactions (category, day, id) where visible = 1 and category is not null;

CREATE INDEX transactions_day on transactions (day, id) where visible = 1;

CREATE INDEX transactions_deleted on transactions (day, id) where deleted = 1;

CREATE INDEX transactions_payee on transactions (payee, account, day, id, amount) where visible = 1 and payee is not null;

CREATE INDEX transactions_payee_set on transactions (payee_set) where payee_set is not null;

CREATE INDEX transactions_split on transactions (day, id) where visible = 1 and splits > 0;

CREATE INDEX transactions_transfer on transactions (day, id) where transfer is not null;

CREATE INDEX transactions_uncategorised on transactions (day, id) where visible = 1 and category is null and splits = 0;

CREATE INDEX transactions_uncleared on transactions (account, day, id) where visible = 1 and clearing = 0;
