-- Signing in through somebody else's door: an account may have a password, an identity at an issuer, or both.
alter table account alter column password drop not null;

create table identity (
    issuer text not null,
    subject text not null,
    account bigint not null references account on delete cascade,
    primary key (issuer, subject)
);

create index identity_by_account on identity (account);

-- What an ID token must carry to be good here, once: hashes of numbers that were given out and not used yet.
create table sign_in_attempt (
    nonce bytea primary key check (octet_length(nonce) = 32),
    expires_at timestamptz not null
);
