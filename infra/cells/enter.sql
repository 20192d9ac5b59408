-- In the cell books enter: reads the cell they leave through postgres_fdw, after leave.sql was run there. For psql, with where that one is
-- reached: --set host=... --set port=... --set database=... --set user=... --set password=.... Running this again leads to another cell.
-- docs/operations.md says when each function is called; sync-server/tests/server/cells.rs tries all of them.
\set ON_ERROR_STOP on

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
import foreign schema cell limit to (fenced) from server leaving into leaving;
-- A part has up to 256 KiB, and what is fetched at once is held in memory.
alter foreign table leaving.snapshot_part options (add fetch_size '32');

-- Members of a book there, what they may do while it is not fenced, and their accounts here.
create view leaving.person as
    select m.book, coalesce(f.role, m.role) as role, a.id as there, here.id as here
    from leaving.member m
    left join leaving.fenced f on f.book = m.book and f.account = m.account
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

-- Fails for a book that cannot come here as it is now.
create function leaving.refuse_book(which bytea) returns void language plpgsql as $$
declare
    member text;
    other text;
begin
    if not exists (select from leaving.book b where b.id = which) then
        raise exception 'there is no such book in the cell it is to leave';
    end if;
    if exists (select from leaving.hosted h where h.book = which) then
        raise exception 'the book is hosted: its read model, files and tokens do not move; its owner must take it back first (sync unhost)';
    end if;
    -- Cells do not know of each other: a name may have been taken in both.
    select h.name into member
        from leaving.person p
        join leaving.account a on a.id = p.there
        join public.account h on h.id = p.here
        where p.book = which and (a.password is distinct from h.password or a.password is null and not exists (
            select from leaving.identity i join public.identity j using (issuer, subject)
            where i.account = a.id and j.account = h.id));
    if found then
        raise exception 'an account here has the name of a member of the book, %, and another password or identity: one of the two needs another name first', member;
    end if;
    -- Who signed in here with the same identity and got another name would not find the book.
    select a.name, h.name into member, other
        from leaving.member m
        join leaving.account a on a.id = m.account
        join leaving.identity i on i.account = a.id
        join public.identity j on j.issuer = i.issuer and j.subject = i.subject
        join public.account h on h.id = j.account
        where m.book = which and h.name <> a.name;
    if found then
        raise exception 'a member of the book, %, signs in here to another account, %: that one needs the same name first', member, other;
    end if;
end
$$;

-- The people of a book with their devices; again, what has changed of them.
create function leaving.bring_people(which bytea) returns void language sql as $$
    insert into public.account (name, password, quota, created_at)
        select a.name, a.password, a.quota, a.created_at
        from leaving.member m join leaving.account a on a.id = m.account where m.book = which
        on conflict (name) do nothing;
    insert into public.identity (issuer, subject, account)
        select i.issuer, i.subject, p.here
        from leaving.person p join leaving.identity i on i.account = p.there where p.book = which
        on conflict do nothing;
    -- One that is in both cells goes by the token it was last seen with. What was revoked in either stays revoked.
    insert into public.device as d (account, tag, name, token, created_at, seen_at, revoked_at)
        select p.here, t.tag, t.name, t.token, t.created_at, t.seen_at, t.revoked_at
        from leaving.person p join leaving.device t on t.account = p.there where p.book = which
        on conflict (account, tag) do update set
            token = case when excluded.seen_at > d.seen_at then excluded.token else d.token end,
            seen_at = greatest(excluded.seen_at, d.seen_at),
            revoked_at = coalesce(d.revoked_at, excluded.revoked_at);
$$;

-- What a book has beside its log: members, the recovery blob, snapshots. Again, what has changed of it.
create function leaving.bring_belongings(which bytea) returns void language plpgsql as $$
declare
    fresh bytea;
begin
    delete from public.member m
        where m.book = which and m.account not in (select p.here from leaving.person p where p.book = which);
    insert into public.member (book, account, role)
        select p.book, p.here, p.role from leaving.person p where p.book = which
        on conflict (book, account) do update set role = excluded.role;
    insert into public.recovery (book, version, bytes, updated_at)
        select r.book, r.version, r.bytes, r.updated_at from leaving.recovery r where r.book = which
        on conflict (book) do update set
            version = excluded.version, bytes = excluded.bytes, updated_at = excluded.updated_at;
    for fresh in
        insert into public.snapshot (id, book, base, chain, size, sha256, received, whole, uploaded_by, uploaded_on, created_at)
            select s.id, s.book, s.base, s.chain, s.size, s.sha256, s.received, s.whole, coalesce(g.here, -s.uploaded_by),
                s.uploaded_on, s.created_at
            from leaving.snapshot s left join leaving.gadget g on g.book = s.book and g.there = s.uploaded_by
            where s.book = which and s.whole
            on conflict (id) do nothing
            returning id
    loop
        insert into public.snapshot_part (snapshot, at, bytes)
            select p.snapshot, p.at, p.bytes from leaving.snapshot_part p where p.snapshot = fresh;
    end loop;
    insert into public.snapshot_verified (snapshot, device)
        select v.snapshot, coalesce(g.here, -v.device)
        from leaving.snapshot_verified v join leaving.snapshot s on s.id = v.snapshot
        left join leaving.gadget g on g.book = s.book and g.there = v.device where s.book = which and s.whole
        on conflict do nothing;
end
$$;

-- The book as it is at this moment, while devices go on with it there. Gives the entries of its log.
create function leaving.copy_book(which bytea) returns bigint language plpgsql as $$
begin
    perform leaving.refuse_book(which);
    if exists (select from public.book b where b.id = which) then
        raise exception 'the book is here already: go on with leaving.rest_of_book, or begin anew after leaving.forget_book';
    end if;
    perform leaving.bring_people(which);
    insert into public.book (id, owner, epoch, head, chain, pruned, bytes, created_at)
        select b.id, p.here, b.epoch, b.head, b.chain, b.pruned, b.bytes, b.created_at
        from leaving.book b join leaving.person p on p.book = b.id and p.there = b.owner where b.id = which;
    perform leaving.bring_belongings(which);
    insert into public.log select * from leaving.entries(which, 0);
    return (select head from public.book where id = which);
end
$$;

-- What came after the copy; there the book is fenced by now. Gives the entries of the whole log, or fails when it is not whole.
create function leaving.rest_of_book(which bytea) returns bigint language plpgsql as $$
declare
    here public.book;
begin
    perform leaving.refuse_book(which);
    if not exists (select from leaving.fenced f where f.book = which) then
        raise exception 'the book is not fenced in the cell it leaves: what is pushed to it there after this would be lost; cell.fence_book comes first';
    end if;
    if not exists (select from public.book b where b.id = which) then
        raise exception 'the book was not copied: leaving.copy_book comes first';
    end if;
    if not exists (select from public.book b join leaving.book l on l.id = b.id and l.epoch = b.epoch where b.id = which) then
        raise exception 'the log was given another epoch since it was copied: begin anew after leaving.forget_book';
    end if;
    perform leaving.bring_people(which);
    perform leaving.bring_belongings(which);
    insert into public.log
        select * from leaving.entries(which, (select head from public.book where id = which));
    update public.book b set head = l.head, chain = l.chain, pruned = l.pruned, bytes = l.bytes
        from leaving.book l where b.id = which and l.id = b.id
        returning b.* into here;
    if here.head <> (select count(*) from public.log where book = which)
        or here.head > 0 and here.chain is distinct from
            (select chain from public.log where book = which and place = here.head) then
        raise exception 'the log is not whole: % entries are expected', here.head;
    end if;
    return here.head;
end
$$;

-- The move is broken off: what was copied of the book goes. Accounts and devices stay: they may have other books here.
create function leaving.forget_book(which bytea) returns void language plpgsql as $$
begin
    if not exists (select from leaving.book b where b.id = which) then
        raise exception 'the book is not in the cell it left any more: what is here is all there is of it';
    end if;
    delete from public.book where id = which;
    delete from public.log where book = which;
end
$$;
