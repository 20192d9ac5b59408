CREATE TABLE public._sqlx_migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT now() NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);
CREATE TABLE public.account (
    id bigint NOT NULL,
    name text NOT NULL,
    password text,
    quota bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.account ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.book (
    id bytea NOT NULL,
    owner bigint NOT NULL,
    epoch bytea NOT NULL,
    head bigint DEFAULT 0 NOT NULL,
    chain bytea NOT NULL,
    pruned bigint DEFAULT 0 NOT NULL,
    bytes bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT book_chain_check CHECK ((octet_length(chain) = 32)),
    CONSTRAINT book_check CHECK ((pruned <= head)),
    CONSTRAINT book_epoch_check CHECK ((octet_length(epoch) = 16)),
    CONSTRAINT book_id_check CHECK ((octet_length(id) = 16))
)
WITH (fillfactor='50');
CREATE TABLE public.device (
    id bigint NOT NULL,
    account bigint NOT NULL,
    tag bytea NOT NULL,
    name text NOT NULL,
    token bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT device_tag_check CHECK ((octet_length(tag) = 16)),
    CONSTRAINT device_token_check CHECK ((octet_length(token) = 32))
);
ALTER TABLE public.device ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.device_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.digest (
    book bytea NOT NULL,
    device bigint NOT NULL,
    at bigint NOT NULL,
    sha256 bytea NOT NULL
);
CREATE TABLE public.identity (
    issuer text NOT NULL,
    subject text NOT NULL,
    account bigint NOT NULL
);
CREATE TABLE public.invitation (
    code bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_by bigint,
    CONSTRAINT invitation_code_check CHECK ((octet_length(code) = 32))
);
CREATE TABLE public.life (
    single boolean DEFAULT true NOT NULL,
    identity text NOT NULL,
    CONSTRAINT life_single_check CHECK (single)
);
ALTER TABLE ONLY public.log ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE public.member (
    book bytea NOT NULL,
    account bigint NOT NULL,
    role text NOT NULL,
    CONSTRAINT member_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'editor'::text, 'reader'::text])))
);
CREATE TABLE public.pairing (
    id integer NOT NULL,
    device bigint NOT NULL,
    guest bytea,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT pairing_guest_check CHECK ((octet_length(guest) = 32)),
    CONSTRAINT pairing_id_check CHECK (((id >= 100000) AND (id <= 999999)))
);
CREATE TABLE public.pairing_message (
    pairing integer NOT NULL,
    side text NOT NULL,
    step smallint NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT pairing_message_bytes_check CHECK (((octet_length(bytes) >= 1) AND (octet_length(bytes) <= 8192))),
    CONSTRAINT pairing_message_side_check CHECK ((side = ANY (ARRAY['host'::text, 'guest'::text]))),
    CONSTRAINT pairing_message_step_check CHECK (((step >= 1) AND (step <= 4)))
);
CREATE TABLE public.reading (
    book bytea NOT NULL,
    device bigint NOT NULL,
    place bigint NOT NULL,
    told_at timestamp with time zone DEFAULT now() NOT NULL
)
WITH (fillfactor='50');
CREATE TABLE public.recovery (
    book bytea NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    bytes bytea NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT recovery_bytes_check CHECK (((octet_length(bytes) >= 1) AND (octet_length(bytes) <= 4096)))
);
CREATE TABLE public.sign_in_attempt (
    nonce bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_attempt_nonce_check CHECK ((octet_length(nonce) = 32))
);
CREATE TABLE public.snapshot (
    id bytea NOT NULL,
    book bytea NOT NULL,
    base bigint NOT NULL,
    chain bytea NOT NULL,
    size bigint NOT NULL,
    sha256 bytea NOT NULL,
    received bigint DEFAULT 0 NOT NULL,
    whole boolean DEFAULT false NOT NULL,
    uploaded_by bigint NOT NULL,
    uploaded_on bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT snapshot_id_check CHECK ((octet_length(id) = 16))
);
CREATE TABLE public.snapshot_part (
    snapshot bytea NOT NULL,
    at bigint NOT NULL,
    bytes bytea NOT NULL
);
CREATE TABLE public.snapshot_verified (
    snapshot bytea NOT NULL,
    device bigint NOT NULL
);
ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_name_key UNIQUE (name);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.book
    ADD CONSTRAINT book_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_account_tag_key UNIQUE (account, tag);
ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_token_key UNIQUE (token);
ALTER TABLE ONLY public.digest
    ADD CONSTRAINT digest_pkey PRIMARY KEY (book, device);
ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (issuer, subject);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.life
    ADD CONSTRAINT life_pkey PRIMARY KEY (single);
ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (book, account);
ALTER TABLE ONLY public.pairing_message
    ADD CONSTRAINT pairing_message_pkey PRIMARY KEY (pairing, side, step);
ALTER TABLE ONLY public.pairing
    ADD CONSTRAINT pairing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reading
    ADD CONSTRAINT reading_pkey PRIMARY KEY (book, device);
ALTER TABLE ONLY public.recovery
    ADD CONSTRAINT recovery_pkey PRIMARY KEY (book);
ALTER TABLE ONLY public.sign_in_attempt
    ADD CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (nonce);
ALTER TABLE ONLY public.snapshot_part
    ADD CONSTRAINT snapshot_part_pkey PRIMARY KEY (snapshot, at);
ALTER TABLE ONLY public.snapshot
    ADD CONSTRAINT snapshot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.snapshot_verified
    ADD CONSTRAINT snapshot_verified_pkey PRIMARY KEY (snapshot, device);
CREATE INDEX book_by_owner ON public.book USING btree (owner);
CREATE INDEX identity_by_account ON public.identity USING btree (account);
CREATE INDEX member_by_account ON public.member USING btree (account);
CREATE INDEX pairing_by_device ON public.pairing USING btree (device);
CREATE INDEX snapshot_by_book ON public.snapshot USING btree (book, base DESC);
ALTER TABLE ONLY public.book
    ADD CONSTRAINT book_owner_fkey FOREIGN KEY (owner) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.digest
    ADD CONSTRAINT digest_book_fkey FOREIGN KEY (book) REFERENCES public.book(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_used_by_fkey FOREIGN KEY (used_by) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_book_fkey FOREIGN KEY (book) REFERENCES public.book(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.pairing
    ADD CONSTRAINT pairing_device_fkey FOREIGN KEY (device) REFERENCES public.device(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.pairing_message
    ADD CONSTRAINT pairing_message_pairing_fkey FOREIGN KEY (pairing) REFERENCES public.pairing(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.reading
    ADD CONSTRAINT reading_book_fkey FOREIGN KEY (book) REFERENCES public.book(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.reading
    ADD CONSTRAINT reading_device_fkey FOREIGN KEY (device) REFERENCES public.device(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.recovery
    ADD CONSTRAINT recovery_book_fkey FOREIGN KEY (book) REFERENCES public.book(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.snapshot
    ADD CONSTRAINT snapshot_book_fkey FOREIGN KEY (book) REFERENCES public.book(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.snapshot_part
    ADD CONSTRAINT snapshot_part_snapshot_fkey FOREIGN KEY (snapshot) REFERENCES public.snapshot(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.snapshot_verified
    ADD CONSTRAINT snapshot_verified_snapshot_fkey FOREIGN KEY (snapshot) REFERENCES public.snapshot(id) ON DELETE CASCADE;
