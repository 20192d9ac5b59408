-- The read model: disposable, made again from the journal whenever its version differs (see store::project).
-- Days are numbers since 1970-01-01, months year * 12 + month - 1, amounts minor units of the account's currency.

create table derived (
  id integer primary key check (id = 1),
  derived_version integer not null
);

create table book (
  id blob primary key,
  name text not null,
  currency text not null,
  language text not null,
  budget_style text not null
) without rowid;

-- kind: the domain's snake_case text
create table account (
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

create table category_group (
  id blob primary key,
  name text not null,
  kind text not null,
  position integer not null,
  deleted integer not null
) without rowid;

-- merged_into: what a merge wrote; root: where its rows count, itself when it was not merged
-- deleted: by hand or merged
create table category (
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

create table payee (
  id blob primary key,
  name text not null,
  merged_into blob,
  deleted integer not null,
  root blob not null,
  deleted_by_hand integer not null
) without rowid;

-- conditions and effect are JSON
create table rule (
  id blob primary key,
  name text not null,
  position integer not null,
  enabled integer not null,
  conditions text not null,
  effect text not null,
  deleted integer not null
) without rowid;

create table reconciliation (
  id blob primary key,
  account blob not null,
  day integer not null,
  balance integer not null,
  rows integer not null,
  deleted integer not null
) without rowid;

-- One unit of from_currency is mantissa / 10^scale units of to_currency, from this day on.
create table exchange_rate (
  from_currency text not null,
  to_currency text not null,
  day integer not null,
  mantissa integer not null,
  scale integer not null,
  source text not null,
  primary key (from_currency, to_currency, day)
) without rowid;

-- definition is JSON
create table saved_view (
  id blob primary key,
  name text not null,
  definition text not null,
  deleted integer not null
) without rowid;

-- category is x'' for the month itself; amounts are minor units of the book's currency
create table budget (
  month integer not null,
  category blob not null,
  spend_limit integer,
  allocated integer,
  note text,
  primary key (month, category)
) without rowid;

-- link: account, category or nothing; linked is its id; due and started are days
create table goal (
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

-- role: the domain's text; handed: generations of keys, 12 bytes each
create table member (
  id blob primary key,
  name text not null,
  role text not null,
  public_key blob not null,
  added_by blob,
  handed blob not null,
  removed integer not null,
  account text
) without rowid;

create table key_wrap (
  generation blob not null,
  member blob not null,
  wrapped blob not null,
  primary key (generation, member)
) without rowid;

-- facts is the encoded ImportBatch; proof is JSON
create table import_batch (
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

-- clearing: 0 uncleared, 1 cleared, 2 reconciled (locked); origin: 0 statement, 1 pending, 2 manual
-- category is the effective one (user_category, else auto_category, after merges); payee is payee_set after merges; auto_confidence 0 to 1000
-- visible: not deleted by hand, not removed by an undo, no duplicate; only visible rows count anywhere
-- fields: bit set of the registers ever written (replica::Field::bit)
create table transactions (
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
create index transactions_day on transactions (day, id) where visible = 1;
create index transactions_account on transactions (account, day, id) where visible = 1;
create index transactions_category on transactions (category, day, id) where visible = 1 and category is not null;
create index transactions_uncategorised on transactions (day, id) where visible = 1 and category is null and splits = 0;
create index transactions_uncleared on transactions (account, day, id) where visible = 1 and clearing = 0;
create index transactions_payee on transactions (payee, account, day, id, amount) where visible = 1 and payee is not null;
create index transactions_payee_set on transactions (payee_set) where payee_set is not null;
create index transactions_deleted on transactions (day, id) where deleted = 1;
create index transactions_transfer on transactions (day, id) where transfer is not null;
create index transactions_split on transactions (day, id) where visible = 1 and splits > 0;

-- Lines of split rows; the last has remainder = 1 when the parts do not add up to the amount.
create table split (
  transaction_id blob not null,
  position integer not null,
  amount integer not null,
  category blob,
  note text,
  remainder integer not null,
  category_set blob,
  primary key (transaction_id, position)
) without rowid;
create index split_category on split (category, transaction_id) where category is not null;

create table tag (
  tag text not null,
  transaction_id blob not null,
  primary key (tag, transaction_id)
) without rowid;
create index tag_transaction on tag (transaction_id);

-- Sums of visible rows by effective month; category is x'' for none; split rows count line by line.
-- cleared is the part that is cleared or reconciled. The account's balance is opening_balance + sum(amount).
create table month_total (
  account blob not null,
  month integer not null,
  category blob not null,
  amount integer not null,
  cleared integer not null,
  lines integer not null,
  primary key (account, month, category)
) without rowid;

-- Fields (or facts, field = '') written differently by devices that did not know of each other.
create table conflict (
  doc text not null,
  key text not null,
  field text not null,
  n integer not null,
  primary key (doc, key, field)
) without rowid;

-- Keys this version cannot read; kept in the journal untouched.
create table needs_newer (
  doc text not null,
  key text not null,
  primary key (doc, key)
) without rowid;

-- Rows of which only registers have arrived.
create table orphan (
  doc text not null,
  key text not null,
  primary key (doc, key)
) without rowid;

-- Trigrams of transactions.search, filled behind the writes (store::search): rows up to search_upto, less those in search_dirty.
create virtual table search_index using fts5 (
  search, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1'
);
create table search_upto (
  id integer primary key check (id = 1),
  upto integer not null
);
insert into search_upto values (1, 0);
create table search_dirty (
  row integer primary key
);
create trigger search_changed after update of search on transactions when old.search is not new.search begin
  insert or ignore into search_dirty values (new.rowid);
end;
create trigger search_deleted after delete on transactions begin
  insert or ignore into search_dirty values (old.rowid);
end;
