CREATE FUNCTION public.hosted_wrap(sum numeric) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select (mod(mod(sum + 9223372036854775808, 18446744073709551616) + 18446744073709551616, 18446744073709551616)
        - 9223372036854775808)::bigint
$$;
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
CREATE TABLE public.hosted (
    book bytea NOT NULL,
    device bigint NOT NULL,
    member bytea NOT NULL,
    sealed bytea NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    state text DEFAULT 'offered'::text NOT NULL,
    projected bigint DEFAULT 0 NOT NULL,
    epoch bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    monthly_report text,
    CONSTRAINT hosted_member_check CHECK ((octet_length(member) = 16)),
    CONSTRAINT hosted_monthly_report_check CHECK ((monthly_report = ANY (ARRAY['book'::text, 'en'::text, 'pt-BR'::text]))),
    CONSTRAINT hosted_state_check CHECK ((state = ANY (ARRAY['offered'::text, 'hosted'::text])))
);
CREATE TABLE public.hosted_account (
    book bytea NOT NULL,
    id bytea NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    currency text NOT NULL,
    bank text,
    number text,
    opening_balance bigint NOT NULL,
    opening_day integer,
    closed boolean NOT NULL,
    "position" integer,
    deleted boolean NOT NULL
);
ALTER TABLE ONLY public.hosted_account FORCE ROW LEVEL SECURITY;
CREATE TABLE public.hosted_answer (
    book bytea NOT NULL,
    token bigint NOT NULL,
    key text NOT NULL,
    request bytea NOT NULL,
    status smallint,
    etag text,
    body text,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT hosted_answer_request_check CHECK ((octet_length(request) = 32))
);
COMMENT ON COLUMN public.hosted_answer.token IS 'an access token''s number, or minus a device''s';
CREATE TABLE public.hosted_audit (
    id bigint NOT NULL,
    book bytea NOT NULL,
    token bigint NOT NULL,
    account bigint NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    status smallint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);
COMMENT ON COLUMN public.hosted_audit.token IS 'an access token''s number, or minus a device''s';
ALTER TABLE public.hosted_audit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.hosted_audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.hosted_budget (
    book bytea NOT NULL,
    month integer NOT NULL,
    category bytea NOT NULL,
    spend_limit bigint,
    allocated bigint,
    note text
);
ALTER TABLE ONLY public.hosted_budget FORCE ROW LEVEL SECURITY;
CREATE TABLE public.hosted_category (
    book bytea NOT NULL,
    id bytea NOT NULL,
    group_id bytea NOT NULL,
    name text NOT NULL,
    key text,
    "position" integer NOT NULL,
    archived boolean NOT NULL,
    carry_over boolean NOT NULL,
    merged_into bytea,
    root bytea NOT NULL,
    deleted_by_hand boolean NOT NULL,
    deleted boolean NOT NULL
);
ALTER TABLE ONLY public.hosted_category FORCE ROW LEVEL SECURITY;
CREATE TABLE public.hosted_goal (
    book bytea NOT NULL,
    id bytea NOT NULL,
    name text NOT NULL,
    target bigint NOT NULL,
    currency text NOT NULL,
    due integer,
    link text NOT NULL,
    linked bytea,
    starting bigint NOT NULL,
    started integer NOT NULL,
    archived boolean NOT NULL,
    deleted boolean NOT NULL
);
ALTER TABLE ONLY public.hosted_goal FORCE ROW LEVEL SECURITY;
CREATE TABLE public.hosted_group (
    book bytea NOT NULL,
    id bytea NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    "position" integer NOT NULL,
    deleted boolean NOT NULL
);
ALTER TABLE ONLY public.hosted_group FORCE ROW LEVEL SECURITY;
CREATE TABLE public.hosted_import (
    book bytea NOT NULL,
    id bytea NOT NULL,
    number bigint NOT NULL,
    account bigint NOT NULL,
    target bytea,
    file_name text NOT NULL,
    sha256 bytea NOT NULL,
    bytes bigint NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    turn integer DEFAULT 0 NOT NULL,
    code text,
    detail text,
    document bytea,
    plan bytea,
    summary text,
    outbox bytea,
    batch bytea,
    closing_day integer,
    closing bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT hosted_import_id_check CHECK ((octet_length(id) = 12)),
    CONSTRAINT hosted_import_sha256_check CHECK ((octet_length(sha256) = 32)),
    CONSTRAINT hosted_import_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'waiting_for_review'::text, 'committing'::text, 'committed'::text, 'refused'::text, 'discarded'::text])))
);
ALTER TABLE ONLY public.hosted_import FORCE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_import ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.hosted_import_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.hosted_member (
    book bytea NOT NULL,
    id bytea NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    removed boolean NOT NULL
);
ALTER TABLE ONLY public.hosted_member FORCE ROW LEVEL SECURITY;
CREATE TABLE public.hosted_payee (
    book bytea NOT NULL,
    id bytea NOT NULL,
    name text NOT NULL,
    merged_into bytea,
    root bytea NOT NULL,
    deleted_by_hand boolean NOT NULL,
    deleted boolean NOT NULL
);
ALTER TABLE ONLY public.hosted_payee FORCE ROW LEVEL SECURITY;
CREATE TABLE public.hosted_profile (
    book bytea NOT NULL,
    name text NOT NULL,
    currency text NOT NULL,
    language text NOT NULL,
    budget_style text NOT NULL
);
ALTER TABLE ONLY public.hosted_profile FORCE ROW LEVEL SECURITY;
CREATE TABLE public.hosted_report (
    book bytea NOT NULL,
    id bytea NOT NULL,
    number bigint NOT NULL,
    account bigint NOT NULL,
    month integer NOT NULL,
    language text NOT NULL,
    formats text[] NOT NULL,
    gathered bytea,
    pdf_bytes bigint,
    csv_bytes bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT hosted_report_formats_check CHECK (((formats <@ ARRAY['pdf'::text, 'csv'::text]) AND ((cardinality(formats) >= 1) AND (cardinality(formats) <= 2)))),
    CONSTRAINT hosted_report_id_check CHECK ((octet_length(id) = 12)),
    CONSTRAINT hosted_report_language_check CHECK ((language = ANY (ARRAY['en'::text, 'pt-BR'::text])))
);
ALTER TABLE ONLY public.hosted_report FORCE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_report ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.hosted_report_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.hosted_set_aside (
    book bytea NOT NULL,
    place bigint NOT NULL,
    reason text NOT NULL
);
CREATE TABLE public.hosted_shard (
    book bytea NOT NULL,
    shard text NOT NULL,
    document bytea NOT NULL
)
PARTITION BY HASH (book);
CREATE TABLE public.hosted_split (
    book bytea NOT NULL,
    transaction_id bytea NOT NULL,
    "position" integer NOT NULL,
    amount bigint NOT NULL,
    category bytea,
    category_set bytea,
    note text,
    remainder boolean NOT NULL
)
PARTITION BY HASH (book);
ALTER TABLE ONLY public.hosted_split FORCE ROW LEVEL SECURITY;
CREATE TABLE public.hosted_tail (
    book bytea NOT NULL,
    shard text NOT NULL,
    place bigint NOT NULL,
    hash bytea NOT NULL,
    bytes bytea NOT NULL
)
PARTITION BY HASH (book);
CREATE TABLE public.hosted_token (
    id bigint NOT NULL,
    book bytea NOT NULL,
    account bigint NOT NULL,
    name text NOT NULL,
    scopes text[] NOT NULL,
    secret bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT hosted_token_secret_check CHECK ((octet_length(secret) = 32))
);
ALTER TABLE public.hosted_token ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.hosted_token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.hosted_total (
    book bytea NOT NULL,
    account bytea NOT NULL,
    month integer NOT NULL,
    category bytea NOT NULL,
    amount bigint NOT NULL,
    cleared bigint NOT NULL,
    lines bigint NOT NULL
)
PARTITION BY HASH (book);
ALTER TABLE ONLY public.hosted_total FORCE ROW LEVEL SECURITY;
CREATE TABLE public.hosted_transaction (
    book bytea NOT NULL,
    id bytea NOT NULL,
    account bytea NOT NULL,
    day integer NOT NULL,
    month integer NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    visible boolean NOT NULL,
    clearing smallint NOT NULL,
    origin smallint NOT NULL,
    splits integer NOT NULL,
    category bytea,
    user_category bytea,
    auto_category bytea,
    auto_confidence smallint,
    payee bytea,
    payee_set bytea,
    description text NOT NULL,
    statement_payee text,
    memo text,
    bank_id text,
    check_number text,
    note text,
    tags text[] NOT NULL,
    fact_day integer NOT NULL,
    fact_amount bigint NOT NULL,
    original_amount bigint,
    original_currency text,
    instalment integer,
    instalments integer,
    deleted boolean NOT NULL,
    removed boolean NOT NULL,
    dup_of bytea,
    transfer bytea,
    search text NOT NULL
)
PARTITION BY HASH (book);
ALTER TABLE ONLY public.hosted_transaction FORCE ROW LEVEL SECURITY;
CREATE TABLE public.hosted_waiting (
    book bytea NOT NULL,
    place bigint NOT NULL,
    item bytea NOT NULL
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
CREATE TABLE public.job (
    id bigint NOT NULL,
    name text NOT NULL,
    key text NOT NULL,
    version integer NOT NULL,
    payload jsonb NOT NULL,
    account bigint,
    state text DEFAULT 'waiting'::text NOT NULL,
    next_at timestamp with time zone DEFAULT now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    forgiven integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    error text,
    handed_at timestamp with time zone,
    hands integer DEFAULT 0 NOT NULL,
    trace text,
    CONSTRAINT job_key_check CHECK (((octet_length(key) >= 1) AND (octet_length(key) <= 200))),
    CONSTRAINT job_name_check CHECK (((octet_length(name) >= 1) AND (octet_length(name) <= 100))),
    CONSTRAINT job_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'dead'::text]))),
    CONSTRAINT job_version_check CHECK ((version > 0))
)
WITH (fillfactor='70');
CREATE TABLE public.job_attempt (
    job bigint NOT NULL,
    number integer NOT NULL,
    outcome text NOT NULL,
    worker text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    error text,
    CONSTRAINT job_attempt_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'failed'::text, 'lost'::text, 'released'::text])))
);
ALTER TABLE public.job ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.job_step (
    job bigint NOT NULL,
    name text NOT NULL,
    "position" integer NOT NULL,
    state text DEFAULT 'running'::text NOT NULL,
    attempts integer DEFAULT 1 NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ended_at timestamp with time zone,
    output jsonb,
    CONSTRAINT job_step_name_check CHECK (((octet_length(name) >= 1) AND (octet_length(name) <= 100))),
    CONSTRAINT job_step_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text])))
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
CREATE TABLE public.notification (
    id bigint NOT NULL,
    account bigint NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    read_at timestamp with time zone,
    about text,
    CONSTRAINT notification_about_check CHECK (((octet_length(about) >= 1) AND (octet_length(about) <= 200))),
    CONSTRAINT notification_body_check CHECK ((octet_length(body) <= 8192)),
    CONSTRAINT notification_key_check CHECK (((octet_length(key) >= 1) AND (octet_length(key) <= 200))),
    CONSTRAINT notification_title_check CHECK (((octet_length(title) >= 1) AND (octet_length(title) <= 400)))
);
CREATE TABLE public.notification_address (
    account bigint NOT NULL,
    email text NOT NULL,
    language text DEFAULT 'en'::text NOT NULL,
    CONSTRAINT notification_address_email_check CHECK (((octet_length(email) >= 3) AND (octet_length(email) <= 320))),
    CONSTRAINT notification_address_language_check CHECK ((language = ANY (ARRAY['en'::text, 'pt-BR'::text])))
);
ALTER TABLE public.notification ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notification_preference (
    account bigint NOT NULL,
    kind text NOT NULL,
    channel text NOT NULL,
    wanted boolean NOT NULL,
    CONSTRAINT notification_preference_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'webhook'::text])))
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
CREATE TABLE public.webhook (
    id bigint NOT NULL,
    account bigint NOT NULL,
    url text NOT NULL,
    secret bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    about text,
    CONSTRAINT webhook_about_check CHECK (((octet_length(about) >= 1) AND (octet_length(about) <= 200))),
    CONSTRAINT webhook_secret_check CHECK ((octet_length(secret) = 32)),
    CONSTRAINT webhook_url_check CHECK (((octet_length(url) >= 8) AND (octet_length(url) <= 2000)))
);
ALTER TABLE public.webhook ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.webhook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
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
ALTER TABLE ONLY public.hosted_account
    ADD CONSTRAINT hosted_account_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.hosted_answer
    ADD CONSTRAINT hosted_answer_pkey PRIMARY KEY (book, token, key);
ALTER TABLE ONLY public.hosted_audit
    ADD CONSTRAINT hosted_audit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.hosted_budget
    ADD CONSTRAINT hosted_budget_pkey PRIMARY KEY (book, month, category);
ALTER TABLE ONLY public.hosted_category
    ADD CONSTRAINT hosted_category_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.hosted_goal
    ADD CONSTRAINT hosted_goal_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.hosted_group
    ADD CONSTRAINT hosted_group_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.hosted_import
    ADD CONSTRAINT hosted_import_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.hosted_member
    ADD CONSTRAINT hosted_member_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.hosted_payee
    ADD CONSTRAINT hosted_payee_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.hosted
    ADD CONSTRAINT hosted_pkey PRIMARY KEY (book);
ALTER TABLE ONLY public.hosted_profile
    ADD CONSTRAINT hosted_profile_pkey PRIMARY KEY (book);
ALTER TABLE ONLY public.hosted_report
    ADD CONSTRAINT hosted_report_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.hosted_set_aside
    ADD CONSTRAINT hosted_set_aside_pkey PRIMARY KEY (book, place);
ALTER TABLE ONLY public.hosted_shard
    ADD CONSTRAINT hosted_shard_pkey PRIMARY KEY (book, shard);
ALTER TABLE ONLY public.hosted_split
    ADD CONSTRAINT hosted_split_pkey PRIMARY KEY (book, transaction_id, "position");
ALTER TABLE ONLY public.hosted_tail
    ADD CONSTRAINT hosted_tail_pkey PRIMARY KEY (book, shard, place);
ALTER TABLE ONLY public.hosted_token
    ADD CONSTRAINT hosted_token_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.hosted_token
    ADD CONSTRAINT hosted_token_secret_key UNIQUE (secret);
ALTER TABLE ONLY public.hosted_total
    ADD CONSTRAINT hosted_total_pkey PRIMARY KEY (book, account, month, category);
ALTER TABLE ONLY public.hosted_transaction
    ADD CONSTRAINT hosted_transaction_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.hosted_waiting
    ADD CONSTRAINT hosted_waiting_pkey PRIMARY KEY (book, place);
ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (issuer, subject);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.job_attempt
    ADD CONSTRAINT job_attempt_pkey PRIMARY KEY (job, number);
ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_name_key_key UNIQUE (name, key);
ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.job_step
    ADD CONSTRAINT job_step_pkey PRIMARY KEY (job, name);
ALTER TABLE ONLY public.life
    ADD CONSTRAINT life_pkey PRIMARY KEY (single);
ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (book, account);
ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_account_kind_key_key UNIQUE (account, kind, key);
ALTER TABLE ONLY public.notification_address
    ADD CONSTRAINT notification_address_pkey PRIMARY KEY (account);
ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notification_preference
    ADD CONSTRAINT notification_preference_pkey PRIMARY KEY (account, kind, channel);
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
ALTER TABLE ONLY public.webhook
    ADD CONSTRAINT webhook_pkey PRIMARY KEY (id);
CREATE INDEX book_by_owner ON public.book USING btree (owner);
CREATE INDEX hosted_answer_at ON public.hosted_answer USING btree (at);
CREATE INDEX hosted_audit_by_book ON public.hosted_audit USING btree (book, id);
CREATE INDEX hosted_by_device ON public.hosted USING btree (device);
CREATE INDEX hosted_import_by_number ON public.hosted_import USING btree (book, number DESC);
CREATE INDEX hosted_report_by_number ON public.hosted_report USING btree (book, number DESC);
CREATE INDEX hosted_split_category ON ONLY public.hosted_split USING btree (book, category) WHERE (category IS NOT NULL);
CREATE INDEX hosted_token_by_book ON public.hosted_token USING btree (book, account);
CREATE INDEX hosted_transaction_account ON ONLY public.hosted_transaction USING btree (book, account, day, id) WHERE visible;
CREATE INDEX hosted_transaction_category ON ONLY public.hosted_transaction USING btree (book, category, day, id) WHERE (visible AND (category IS NOT NULL));
CREATE INDEX hosted_transaction_day ON ONLY public.hosted_transaction USING btree (book, day, id) WHERE visible;
CREATE INDEX identity_by_account ON public.identity USING btree (account);
CREATE INDEX job_by_account ON public.job USING btree (account, id DESC) WHERE (account IS NOT NULL);
CREATE UNIQUE INDEX job_completion ON public.job_attempt USING btree (job) WHERE (outcome = 'done'::text);
CREATE INDEX job_dead ON public.job USING btree (id) WHERE (state = 'dead'::text);
CREATE INDEX job_ended ON public.job USING btree (ended_at) WHERE (state = ANY (ARRAY['done'::text, 'dead'::text]));
CREATE INDEX job_running ON public.job USING btree (next_at) WHERE (state = 'running'::text);
CREATE INDEX job_waiting ON public.job USING btree (next_at, id) WHERE (state = 'waiting'::text);
CREATE INDEX member_by_account ON public.member USING btree (account);
CREATE INDEX notification_by_about ON public.notification USING btree (account, about, id DESC);
CREATE INDEX notification_by_account ON public.notification USING btree (account, id DESC);
CREATE INDEX notification_by_age ON public.notification USING btree (created_at);
CREATE INDEX pairing_by_device ON public.pairing USING btree (device);
CREATE INDEX snapshot_by_book ON public.snapshot USING btree (book, base DESC);
CREATE UNIQUE INDEX webhook_once ON public.webhook USING btree (account, about, url) NULLS NOT DISTINCT;
ALTER TABLE ONLY public.book
    ADD CONSTRAINT book_owner_fkey FOREIGN KEY (owner) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.digest
    ADD CONSTRAINT digest_book_fkey FOREIGN KEY (book) REFERENCES public.book(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_account
    ADD CONSTRAINT hosted_account_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_answer
    ADD CONSTRAINT hosted_answer_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_audit
    ADD CONSTRAINT hosted_audit_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted
    ADD CONSTRAINT hosted_book_fkey FOREIGN KEY (book) REFERENCES public.book(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_budget
    ADD CONSTRAINT hosted_budget_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_category
    ADD CONSTRAINT hosted_category_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted
    ADD CONSTRAINT hosted_device_fkey FOREIGN KEY (device) REFERENCES public.device(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_goal
    ADD CONSTRAINT hosted_goal_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_group
    ADD CONSTRAINT hosted_group_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_import
    ADD CONSTRAINT hosted_import_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_import
    ADD CONSTRAINT hosted_import_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_member
    ADD CONSTRAINT hosted_member_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_payee
    ADD CONSTRAINT hosted_payee_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_profile
    ADD CONSTRAINT hosted_profile_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_report
    ADD CONSTRAINT hosted_report_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_report
    ADD CONSTRAINT hosted_report_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_set_aside
    ADD CONSTRAINT hosted_set_aside_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_token
    ADD CONSTRAINT hosted_token_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_token
    ADD CONSTRAINT hosted_token_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.hosted_waiting
    ADD CONSTRAINT hosted_waiting_book_fkey FOREIGN KEY (book) REFERENCES public.hosted(book) ON DELETE CASCADE;
ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_used_by_fkey FOREIGN KEY (used_by) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.job_attempt
    ADD CONSTRAINT job_attempt_job_fkey FOREIGN KEY (job) REFERENCES public.job(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.job_step
    ADD CONSTRAINT job_step_job_fkey FOREIGN KEY (job) REFERENCES public.job(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_book_fkey FOREIGN KEY (book) REFERENCES public.book(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.notification_address
    ADD CONSTRAINT notification_address_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.notification_preference
    ADD CONSTRAINT notification_preference_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
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
ALTER TABLE ONLY public.webhook
    ADD CONSTRAINT webhook_account_fkey FOREIGN KEY (account) REFERENCES public.account(id) ON DELETE CASCADE;
ALTER TABLE public.hosted_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_budget ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_category ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_goal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_group ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_import ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_payee ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_profile ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_split ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_total ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hosted_transaction ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON public.hosted_account USING ((book = decode(current_setting('valorize.book'::text, true), 'hex'::text)));
CREATE POLICY tenant ON public.hosted_budget USING ((book = decode(current_setting('valorize.book'::text, true), 'hex'::text)));
CREATE POLICY tenant ON public.hosted_category USING ((book = decode(current_setting('valorize.book'::text, true), 'hex'::text)));
CREATE POLICY tenant ON public.hosted_goal USING ((book = decode(current_setting('valorize.book'::text, true), 'hex'::text)));
CREATE POLICY tenant ON public.hosted_group USING ((book = decode(current_setting('valorize.book'::text, true), 'hex'::text)));
CREATE POLICY tenant ON public.hosted_import USING ((book = decode(current_setting('valorize.book'::text, true), 'hex'::text)));
CREATE POLICY tenant ON public.hosted_member USING ((book = decode(current_setting('valorize.book'::text, true), 'hex'::text)));
CREATE POLICY tenant ON public.hosted_payee USING ((book = decode(current_setting('valorize.book'::text, true), 'hex'::text)));
CREATE POLICY tenant ON public.hosted_profile USING ((book = decode(current_setting('valorize.book'::text, true), 'hex'::text)));
CREATE POLICY tenant ON public.hosted_report USING ((book = decode(current_setting('valorize.book'::text, true), 'hex'::text)));
CREATE POLICY tenant ON public.hosted_split USING ((book = decode(current_setting('valorize.book'::text, true), 'hex'::text)));
CREATE POLICY tenant ON public.hosted_total USING ((book = decode(current_setting('valorize.book'::text, true), 'hex'::text)));
CREATE POLICY tenant ON public.hosted_transaction USING ((book = decode(current_setting('valorize.book'::text, true), 'hex'::text)));
