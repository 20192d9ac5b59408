-- In the cell a book leaves: its fence, and its removal once it lives elsewhere. docs/operations.md says when each is called. Running this again
-- changes nothing.
\set ON_ERROR_STOP on

create schema if not exists cell;

-- What fenced members might do before.
create table if not exists cell.fenced (
    book bytea not null,
    account bigint not null,
    role text not null,
    primary key (book, account)
);

-- From its commit on no change of the book is stored here: whoever might write may only read. The lock waits for every push that has
-- already seen that it may write, and is given back at once; pushes of other books wait as long. Doing it again changes nothing.
create or replace function cell.fence_book(which bytea) returns void language plpgsql as $$
begin
    if not exists (select from public.book where id = which) then
        raise exception 'there is no such book in this cell';
    end if;
    perform set_config('lock_timeout', '5s', true);
    lock table public.member in access exclusive mode;
    insert into cell.fenced select book, account, role from public.member where book = which
        on conflict do nothing;
    update public.member set role = 'reader' where book = which;
end
$$;

-- The move is broken off: all may do again what they might before.
create or replace function cell.unfence_book(which bytea) returns void language plpgsql as $$
begin
    update public.member m set role = f.role
    from cell.fenced f where f.book = which and m.book = f.book and m.account = f.account;
    delete from cell.fenced where book = which;
end
$$;

-- The book lives elsewhere. Accounts and devices stay: they may have other books here.
create or replace function cell.remove_book(which bytea) returns void language plpgsql as $$
begin
    if not exists (select from cell.fenced where book = which) then
        raise exception 'the book is not fenced: what is pushed to it here would be lost';
    end if;
    delete from public.book where id = which;
    delete from public.log where book = which;
    delete from cell.fenced where book = which;
end
$$;
