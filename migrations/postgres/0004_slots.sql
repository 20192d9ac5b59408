-- A slot is looked up by all four of its columns. Beginning with the book, its index looked as good for a look-up by hash while a part
-- of the log was small, and a plan that used it read all of the book's entries.
alter table log drop constraint log_book_document_actor_sequence_key;
alter table log add unique (actor, sequence, document, book);
