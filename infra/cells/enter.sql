-- In the cell books enter: reads the cell they leave through postgres_fdw. For psql, with where that one is reached: --set host=... --set port=...
-- --set database=... --set user=... --set password=.... Running this again leads to another cell. docs/operations.md says when each function
-- is called.

create extension if not exists postgres_fdw;
drop schema if exists leaving cascade;
drop server if exists leaving cascade;
create server leaving foreign data wrapper postgres_fdw
    options (host :'host', port :'port', dbname :'database', fetch_size '10000');
create user mapping for current_user server leaving options (user :'user', password :'password');
create schema leaving;
import foreign schema public
    limit to (account, identity, device, book, member, log, recovery, snapshot, snapshot_part, snapshot_verified, hosted)
    from server leaving into leaving;

-- Members of a book there, and their accounts here.
create view leaving.person as
    select m.book, m.role, a.id as there, here.id as here
    from leaving.member m
    join leaving.account a on a.id = m.account
    join public.account here on here.name = a.name;

-- Their devices.
create view leaving.gadget as
    select p.book, d.id as there, here.id as here
    from leaving.person p
    join leaving.device d on d.account = p.there
    join public.device here on here.account = p.here and here.tag = d.tag;

-- Entries after a place, as they will stand here. A device whose account is no member any more is nobody's here: its number only tells it
-- from others.
create function leaving.entries(which bytea, beyond bigint) returns setof public.log language sql stable as $$
    select l.book, l.place, l.document, l.hash, l.actor, l.sequence, l.dependencies, l.grp, coalesce(g.here, -l.device),
        l.key, l.nonce, l.body, l.chain, l.stored_at
    from leaving.log l
    left join leaving.gadget g on g.book = l.book and g.there = l.device
    where l.book = which and l.place > beyond
$$;

-- The book as it is at this moment, while devices go on with it there. Gives the entries of its log.
create function leaving.copy_book(which bytea) returns bigint language plpgsql as $$
begin
    if exists (select from leaving.hosted h where h.book = which) then
        raise exception 'the book is hosted: its read model, files and tokens do not move; its owner must take it back first (sync unhost)';
    end if;
    -- Cells do not know of each other: a name may have been taken in both.
    if exists (
        select from leaving.person p
        join leaving.account a on a.id = p.there
        join public.account h on h.id = p.here
        where p.book = which and (a.password is distinct from h.password or a.password is null and not exists (
            select from leaving.identity i join public.identity j using (issuer, subject)
            where i.account = a.id and j.account = h.id))
    ) then
        raise exception 'an account here has the name of a member of the book, and another password or identity';
    end if;
    insert into public.account (name, password, quota, created_at)
        select a.name, a.password, a.quota, a.created_at
        from leaving.member m join leaving.account a on a.id = m.account where m.book = which
        on conflict (name) do nothing;
    insert into public.identity (issuer, subject, account)
        select i.issuer, i.subject, p.here
        from leaving.person p join leaving.identity i on i.account = p.there where p.book = which
        on conflict do nothing;
    insert into public.device (account, tag, name, token, created_at, seen_at, revoked_at)
        select p.here, d.tag, d.name, d.token, d.created_at, d.seen_at, d.revoked_at
        from leaving.person p join leaving.device d on d.account = p.there where p.book = which
        on conflict do nothing;
    insert into public.book (id, owner, epoch, head, chain, pruned, bytes, created_at)
        select b.id, p.here, b.epoch, b.head, b.chain, b.pruned, b.bytes, b.created_at
        from leaving.book b join leaving.person p on p.book = b.id and p.there = b.owner where b.id = which;
    if not found then
        raise exception 'there is no such book in the cell it is to leave';
    end if;
    insert into public.member (book, account, role)
        select p.book, p.here, p.role from leaving.person p where p.book = which;
    insert into public.recovery select * from leaving.recovery r where r.book = which;
    insert into public.snapshot (id, book, base, chain, size, sha256, received, whole, uploaded_by, uploaded_on, created_at)
        select s.id, s.book, s.base, s.chain, s.size, s.sha256, s.received, s.whole, coalesce(g.here, -s.uploaded_by),
            s.uploaded_on, s.created_at
        from leaving.snapshot s left join leaving.gadget g on g.book = s.book and g.there = s.uploaded_by
        where s.book = which and s.whole;
    insert into public.snapshot_part
        select p.* from leaving.snapshot_part p join leaving.snapshot s on s.id = p.snapshot
        where s.book = which and s.whole;
    insert into public.snapshot_verified (snapshot, device)
        select v.snapshot, coalesce(g.here, -v.device)
        from leaving.snapshot_verified v join leaving.snapshot s on s.id = v.snapshot
        left join leaving.gadget g on g.book = s.book and g.there = v.device where s.book = which and s.whole;
    insert into public.log select * from leaving.entries(which, 0);
    return (select head from public.book where id = which);
end
$$;

-- What came after the copy; there the book must be fenced by now. Gives the entries of the whole log, or fails when it is not whole.
create function leaving.rest_of_book(which bytea) returns bigint language plpgsql as $$
declare
    here public.book;
begin
    insert into public.log
        select * from leaving.entries(which, (select head from public.book where id = which));
    update public.book b set head = l.head, chain = l.chain, pruned = l.pruned, bytes = l.bytes
        from leaving.book l where b.id = which and l.id = b.id
        returning b.* into here;
    if here.id is null then
        raise exception 'the book was not copied';
    end if;
    if here.head <> (select count(*) from public.log where book = which)
        or here.head > 0 and here.chain is distinct from
            (select chain from public.log where book = which and place = here.head) then
        raise exception 'the log is not whole: % entries are expected', here.head;
    end if;
    return here.head;
end
$$;

-- The move is broken off: what was copied goes.
create function leaving.forget_book(which bytea) returns void language sql as $$
    delete from public.book where id = which;
    delete from public.log where book = which;
$$;
