-- Monthly reports of hosted books.

-- Of a book whose owner wants one when a month has ended: in which language, `book` for the book's own.
alter table hosted add column monthly_report text check (monthly_report in ('book', 'en', 'pt-BR'));

create table hosted_report (
    book bytea not null references hosted on delete cascade,
    id bytea not null check (octet_length(id) = 12),
    -- Their order.
    number bigint generated always as identity,
    -- Who asked for it; of one that came by itself the book's owner.
    account bigint not null references account on delete cascade,
    -- year * 12 + month - 1
    month integer not null,
    language text not null check (language in ('en', 'pt-BR')),
    formats text[] not null check (formats <@ array['pdf', 'csv'] and cardinality(formats) between 1 and 2),
    -- What the book says of the month, as JSON, until the files are made.
    gathered bytea,
    -- Sizes of the files, once they are made.
    pdf_bytes bigint,
    csv_bytes bigint,
    created_at timestamptz not null default now(),
    ended_at timestamptz,
    primary key (book, id)
);

create index hosted_report_by_number on hosted_report (book, number desc);

alter table hosted_report enable row level security;
alter table hosted_report force row level security;
create policy tenant on hosted_report using (book = decode(current_setting('valorize.book', true), 'hex'));
