-- Hosted books: those of which the server is a member, because their owner made it one. The log stays sealed; what is below is made
-- from it and can be thrown away, except for the table `hosted` itself.

create table hosted (
    book bytea primary key references book on delete cascade,
    -- The server's own device at this book; its tag is also the server's name among the book's members.
    device bigint not null references device on delete cascade,
    member bytea not null check (octet_length(member) = 16),
    -- The server's private key, and once the owner has handed them over the book's keys: sealed under the master key.
    sealed bytea not null,
    -- Counts changes of `sealed`.
    version integer not null default 1,
    state text not null default 'offered' check (state in ('offered', 'hosted')),
    -- Entries of the log that the read model holds, and of which life of the log.
    projected bigint not null default 0,
    epoch bytea,
    created_at timestamptz not null default now()
);

create index hosted_by_device on hosted (device);

create table hosted_token (
    id bigint generated always as identity primary key,
    book bytea not null references hosted on delete cascade,
    account bigint not null references account on delete cascade,
    name text not null,
    scopes text[] not null,
    -- SHA-256 of the token.
    secret bytea not null unique check (octet_length(secret) = 32),
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz
);

create index hosted_token_by_book on hosted_token (book, account);

-- Answers to writes that named an Idempotency-Key; `status` is empty while the first try is under way.
create table hosted_answer (
    book bytea not null references hosted on delete cascade,
    token bigint not null references hosted_token on delete cascade,
    key text not null,
    request bytea not null check (octet_length(request) = 32),
    status smallint,
    etag text,
    body text,
    at timestamptz not null default now(),
    primary key (book, token, key)
);

create index hosted_answer_at on hosted_answer (at);

-- Who wrote what through the API. What was written is in the book's own history.
create table hosted_audit (
    id bigint generated always as identity primary key,
    book bytea not null references hosted on delete cascade,
    token bigint not null,
    account bigint not null,
    method text not null,
    path text not null,
    status smallint not null,
    at timestamptz not null default now()
);

create index hosted_audit_by_book on hosted_audit (book, id);

-- A shard's saved document, and the changes minted here that were not folded into it yet.
create table hosted_shard (
    book bytea not null,
    shard text not null,
    document bytea not null,
    primary key (book, shard)
) partition by hash (book);

create table hosted_tail (
    book bytea not null,
    shard text not null,
    place bigint not null,
    hash bytea not null,
    bytes bytea not null,
    primary key (book, shard, place)
) partition by hash (book);

-- Entries that do not open yet, or build on one that does not.
create table hosted_waiting (
    book bytea not null references hosted on delete cascade,
    place bigint not null,
    item bytea not null,
    primary key (book, place)
);

-- Entries that will never be taken, and why.
create table hosted_set_aside (
    book bytea not null references hosted on delete cascade,
    place bigint not null,
    reason text not null,
    primary key (book, place)
);

-- The read model. Days are numbers since 1970-01-01, months year * 12 + month - 1, amounts minor units of the account's currency.
create table hosted_profile (
    book bytea primary key references hosted on delete cascade,
    name text not null,
    currency text not null,
    language text not null,
    budget_style text not null
);

create table hosted_account (
    book bytea not null references hosted on delete cascade,
    id bytea not null,
    name text not null,
    kind text not null,
    currency text not null,
    bank text,
    number text,
    opening_balance bigint not null,
    opening_day integer,
    closed boolean not null,
    position integer,
    deleted boolean not null,
    primary key (book, id)
);

create table hosted_group (
    book bytea not null references hosted on delete cascade,
    id bytea not null,
    name text not null,
    kind text not null,
    position integer not null,
    deleted boolean not null,
    primary key (book, id)
);

-- merged_into: what a merge wrote; root: where its rows count; deleted: by hand or merged
create table hosted_category (
    book bytea not null references hosted on delete cascade,
    id bytea not null,
    group_id bytea not null,
    name text not null,
    key text,
    position integer not null,
    archived boolean not null,
    carry_over boolean not null,
    merged_into bytea,
    root bytea not null,
    deleted_by_hand boolean not null,
    deleted boolean not null,
    primary key (book, id)
);

create table hosted_payee (
    book bytea not null references hosted on delete cascade,
    id bytea not null,
    name text not null,
    merged_into bytea,
    root bytea not null,
    deleted_by_hand boolean not null,
    deleted boolean not null,
    primary key (book, id)
);

-- category is '' for the month itself
create table hosted_budget (
    book bytea not null references hosted on delete cascade,
    month integer not null,
    category bytea not null,
    spend_limit bigint,
    allocated bigint,
    note text,
    primary key (book, month, category)
);

create table hosted_goal (
    book bytea not null references hosted on delete cascade,
    id bytea not null,
    name text not null,
    target bigint not null,
    currency text not null,
    due integer,
    link text not null,
    linked bytea,
    starting bigint not null,
    started integer not null,
    archived boolean not null,
    deleted boolean not null,
    primary key (book, id)
);

create table hosted_member (
    book bytea not null references hosted on delete cascade,
    id bytea not null,
    name text not null,
    role text not null,
    removed boolean not null,
    primary key (book, id)
);

-- clearing: 0 uncleared, 1 cleared, 2 reconciled; origin: 0 statement, 1 pending, 2 manual
-- category is the effective one (user_category, else auto_category, after merges), payee is payee_set after merges
-- visible: not deleted by hand, not removed by an undo, no duplicate; only visible rows count anywhere
create table hosted_transaction (
    book bytea not null,
    id bytea not null,
    account bytea not null,
    day integer not null,
    month integer not null,
    amount bigint not null,
    currency text not null,
    visible boolean not null,
    clearing smallint not null,
    origin smallint not null,
    splits integer not null,
    category bytea,
    user_category bytea,
    auto_category bytea,
    auto_confidence smallint,
    payee bytea,
    payee_set bytea,
    description text not null,
    statement_payee text,
    memo text,
    bank_id text,
    check_number text,
    note text,
    tags text[] not null,
    fact_day integer not null,
    fact_amount bigint not null,
    original_amount bigint,
    original_currency text,
    instalment integer,
    instalments integer,
    deleted boolean not null,
    removed boolean not null,
    dup_of bytea,
    transfer bytea,
    search text not null,
    primary key (book, id)
) partition by hash (book);

create index hosted_transaction_day on hosted_transaction (book, day, id) where visible;
create index hosted_transaction_account on hosted_transaction (book, account, day, id) where visible;
create index hosted_transaction_category on hosted_transaction (book, category, day, id) where visible and category is not null;

-- Lines of split rows; the last is a remainder when the parts do not add up to the amount.
create table hosted_split (
    book bytea not null,
    transaction_id bytea not null,
    position integer not null,
    amount bigint not null,
    category bytea,
    category_set bytea,
    note text,
    remainder boolean not null,
    primary key (book, transaction_id, position)
) partition by hash (book);

create index hosted_split_category on hosted_split (book, category) where category is not null;

-- Sums of visible rows by effective month; category is '' for none, split rows count line by line. There is no row per account that every
-- write would have to wait for: a balance is the opening balance and the sum of these.
create table hosted_total (
    book bytea not null,
    account bytea not null,
    month integer not null,
    category bytea not null,
    amount bigint not null,
    cleared bigint not null,
    lines bigint not null,
    primary key (book, account, month, category)
) partition by hash (book);

-- Sums wrap around as they do on a device: they must not depend on the order of rows, and no row may stop the others.
create function hosted_wrap(sum numeric) returns bigint language sql immutable parallel safe as $$
    select (mod(mod(sum + 9223372036854775808, 18446744073709551616) + 18446744073709551616, 18446744073709551616)
        - 9223372036854775808)::bigint
$$;

do $$
declare
    large text;
    readable text;
begin
    foreach large in array array['hosted_shard', 'hosted_tail', 'hosted_transaction', 'hosted_split', 'hosted_total'] loop
        for part in 0..7 loop
            execute format('create table %s_slice_%s partition of %s for values with (modulus 8, remainder %s)', large, part, large, part);
        end loop;
    end loop;
    -- The second net under the API: whoever has not said for which book sees nothing, and only that book's rows otherwise.
    foreach readable in array array['hosted_profile', 'hosted_account', 'hosted_group', 'hosted_category', 'hosted_payee', 'hosted_budget',
        'hosted_goal', 'hosted_member', 'hosted_transaction', 'hosted_split', 'hosted_total'] loop
        execute format('alter table %s enable row level security', readable);
        execute format('alter table %s force row level security', readable);
        execute format('create policy tenant on %s using (book = decode(current_setting(''valorize.book'', true), ''hex''))', readable);
    end loop;
end
$$;
