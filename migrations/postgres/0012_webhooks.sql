-- A webhook hears of one book, or, when an operator added it by hand, of all that its account has. An address is called once.

alter table webhook add column about text check (octet_length(about) between 1 and 200);
drop index webhook_by_account;
create unique index webhook_once on webhook (account, about, url) nulls not distinct;
