-- The first schema. Never edited once it has landed: a change is a new migration.

CREATE TABLE account_settings (
    account_id UUID NOT NULL,
    preferences JSONB DEFAULT '{}'::jsonb NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_account_settings PRIMARY KEY (account_id)
);

CREATE TABLE accounts (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    time_zone TEXT DEFAULT 'UTC' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_accounts PRIMARY KEY (id)
);

CREATE TABLE ai_sessions (
    title TEXT NOT NULL,
    problem TEXT NOT NULL,
    status TEXT DEFAULT 'active' NOT NULL,
    round INTEGER DEFAULT 1 NOT NULL,
    state_version INTEGER DEFAULT 1 NOT NULL,
    event_number INTEGER DEFAULT 0 NOT NULL,
    ticket JSONB,
    connection_id UUID,
    ticket_id TEXT,
    assignee_id UUID,
    created_by UUID NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    posted_round INTEGER,
    search TSVECTOR GENERATED ALWAYS AS (to_tsvector('english', left(title || ' ' || problem, 100000))) STORED NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_ai_sessions PRIMARY KEY (account_id, id),
    CONSTRAINT ck_ai_sessions_status CHECK (status IN ('active', 'resolved', 'escalated'))
);

CREATE INDEX ix_ai_sessions_list ON ai_sessions (account_id, id DESC);

CREATE INDEX ix_ai_sessions_search ON ai_sessions USING gin (search);

CREATE TABLE audit_entries (
    actor_id UUID,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_id UUID NOT NULL,
    before JSONB,
    after JSONB,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_audit_entries PRIMARY KEY (account_id, id)
);

CREATE INDEX ix_audit_entries_subject ON audit_entries (account_id, subject_id);

CREATE TABLE connections (
    provider TEXT NOT NULL,
    name TEXT NOT NULL,
    settings JSONB DEFAULT '{}'::jsonb NOT NULL,
    secret BYTEA,
    secret_set_at TIMESTAMP WITH TIME ZONE,
    status_targets JSONB DEFAULT '{}'::jsonb NOT NULL,
    removed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT 1 NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_connections PRIMARY KEY (account_id, id)
);

CREATE TABLE desk_tickets (
    number INTEGER NOT NULL,
    summary TEXT NOT NULL,
    description TEXT NOT NULL,
    company TEXT,
    contact TEXT,
    device TEXT,
    status TEXT NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    updated_by TEXT NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_desk_tickets PRIMARY KEY (account_id, id),
    CONSTRAINT uq_desk_tickets_account_id_number UNIQUE (account_id, number)
);

CREATE INDEX ix_desk_tickets_list ON desk_tickets (account_id, number DESC);

CREATE TABLE idempotency_keys (
    account_id UUID NOT NULL,
    user_id UUID NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    answer JSONB,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (account_id, user_id, key)
);

CREATE TABLE rate_buckets (
    key TEXT NOT NULL,
    window_start TIMESTAMP WITH TIME ZONE NOT NULL,
    hits INTEGER NOT NULL,
    CONSTRAINT pk_rate_buckets PRIMARY KEY (key, window_start)
);

CREATE TABLE ticket_leases (
    account_id UUID NOT NULL,
    connection_id UUID NOT NULL,
    ticket_id TEXT NOT NULL,
    writeback_id UUID NOT NULL,
    fence INTEGER NOT NULL,
    lease_until TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_ticket_leases PRIMARY KEY (account_id, connection_id, ticket_id)
);

CREATE TABLE users (
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT,
    disabled_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT 1 NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (account_id, id),
    CONSTRAINT ck_users_role CHECK (role IN ('engineer', 'lead', 'admin'))
);

CREATE UNIQUE INDEX uq_users_email ON users (lower(email));

CREATE TABLE api_tokens (
    user_id UUID NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    prefix TEXT NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    last_used_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_api_tokens PRIMARY KEY (account_id, id),
    CONSTRAINT fk_api_tokens_account_id_user_id FOREIGN KEY(account_id, user_id) REFERENCES users (account_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX uq_api_tokens_token_hash ON api_tokens (token_hash);

CREATE TABLE checks (
    session_id UUID NOT NULL,
    title TEXT NOT NULL,
    command TEXT,
    why TEXT,
    status TEXT DEFAULT 'todo' NOT NULL,
    result TEXT,
    source TEXT NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    previous JSONB,
    retracted_at TIMESTAMP WITH TIME ZONE,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_checks PRIMARY KEY (account_id, id),
    CONSTRAINT fk_checks_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_checks_status CHECK (status IN ('todo', 'done', 'skipped'))
);

CREATE INDEX ix_checks_session ON checks (account_id, session_id);

CREATE TABLE desk_notes (
    ticket_id UUID NOT NULL,
    visibility TEXT NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_desk_notes PRIMARY KEY (account_id, id),
    CONSTRAINT fk_desk_notes_account_id_ticket_id FOREIGN KEY(account_id, ticket_id) REFERENCES desk_tickets (account_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_desk_notes_visibility CHECK (visibility IN ('customer', 'internal'))
);

CREATE INDEX ix_desk_notes_ticket ON desk_notes (account_id, ticket_id);

CREATE TABLE facts (
    session_id UUID NOT NULL,
    text TEXT NOT NULL,
    status TEXT NOT NULL,
    source TEXT NOT NULL,
    important BOOLEAN DEFAULT false NOT NULL,
    internal BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    previous JSONB,
    retracted_at TIMESTAMP WITH TIME ZONE,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_facts PRIMARY KEY (account_id, id),
    CONSTRAINT fk_facts_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_facts_status CHECK (status IN ('proposed', 'confirmed'))
);

CREATE INDEX ix_facts_session ON facts (account_id, session_id);

CREATE TABLE logins (
    user_id UUID NOT NULL,
    token_hash TEXT NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_logins PRIMARY KEY (account_id, id),
    CONSTRAINT fk_logins_account_id_user_id FOREIGN KEY(account_id, user_id) REFERENCES users (account_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX uq_logins_token_hash ON logins (token_hash);

CREATE TABLE messages (
    session_id UUID NOT NULL,
    role TEXT NOT NULL,
    content TEXT NOT NULL,
    author_id UUID,
    author TEXT NOT NULL,
    turn_id UUID,
    retry_of UUID,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_messages PRIMARY KEY (account_id, id),
    CONSTRAINT fk_messages_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_messages_role CHECK (role IN ('user', 'assistant'))
);

CREATE INDEX ix_messages_session ON messages (account_id, session_id, id);

CREATE TABLE note_drafts (
    account_id UUID NOT NULL,
    session_id UUID NOT NULL,
    kind TEXT NOT NULL,
    round INTEGER NOT NULL,
    markdown TEXT NOT NULL,
    based_on_state_version INTEGER NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    updated_by UUID NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_note_drafts PRIMARY KEY (account_id, session_id, kind, round),
    CONSTRAINT fk_note_drafts_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE
);

CREATE TABLE note_previews (
    account_id UUID NOT NULL,
    key TEXT NOT NULL,
    session_id UUID NOT NULL,
    body JSONB,
    lease_until TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_note_previews PRIMARY KEY (account_id, key),
    CONSTRAINT fk_note_previews_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE
);

CREATE TABLE one_time_links (
    user_id UUID NOT NULL,
    token_hash TEXT NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_one_time_links PRIMARY KEY (account_id, id),
    CONSTRAINT fk_one_time_links_account_id_user_id FOREIGN KEY(account_id, user_id) REFERENCES users (account_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX uq_one_time_links_token_hash ON one_time_links (token_hash);

CREATE TABLE session_events (
    account_id UUID NOT NULL,
    session_id UUID NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    data JSONB DEFAULT '{}'::jsonb NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_session_events PRIMARY KEY (account_id, session_id, number),
    CONSTRAINT fk_session_events_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE
);

CREATE TABLE suggested_fixes (
    session_id UUID NOT NULL,
    title TEXT NOT NULL,
    rationale TEXT NOT NULL,
    confidence INTEGER NOT NULL,
    status TEXT DEFAULT 'proposed' NOT NULL,
    decision TEXT,
    template_id UUID,
    template_slug TEXT,
    ai_drafted_script TEXT,
    ai_drafted_parameters JSONB DEFAULT '{}'::jsonb NOT NULL,
    language TEXT,
    edited_script TEXT,
    dismiss_reason TEXT,
    applied_at TIMESTAMP WITH TIME ZONE,
    verified_at TIMESTAMP WITH TIME ZONE,
    partial_notes TEXT,
    failure_reason TEXT,
    outcome_notes TEXT,
    reported_by TEXT,
    previous JSONB,
    superseded_at TIMESTAMP WITH TIME ZONE,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_suggested_fixes PRIMARY KEY (account_id, id),
    CONSTRAINT fk_suggested_fixes_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_suggested_fixes_status CHECK (status IN ('proposed', 'applied_success', 'applied_failed', 'applied_partial', 'dismissed')),
    CONSTRAINT ck_suggested_fixes_confidence CHECK (confidence BETWEEN 0 AND 100),
    CONSTRAINT ck_suggested_fixes_dismissed_is_superseded CHECK (status <> 'dismissed' OR superseded_at IS NOT NULL)
);

CREATE INDEX ix_suggested_fixes_session ON suggested_fixes (account_id, session_id);

CREATE UNIQUE INDEX uq_suggested_fixes_active ON suggested_fixes (account_id, session_id) WHERE superseded_at IS NULL;

CREATE TABLE turns (
    session_id UUID NOT NULL,
    question_id UUID NOT NULL,
    answer_id UUID NOT NULL,
    started_by UUID NOT NULL,
    status TEXT NOT NULL,
    assistant TEXT NOT NULL,
    fix_id UUID,
    error TEXT,
    lease_until TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    malformed_blocks INTEGER DEFAULT 0 NOT NULL,
    unnonced_blocks INTEGER DEFAULT 0 NOT NULL,
    ignored_blocks INTEGER DEFAULT 0 NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_turns PRIMARY KEY (account_id, id),
    CONSTRAINT fk_turns_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_turns_status CHECK (status IN ('running', 'complete', 'stopped', 'failed'))
);

CREATE INDEX ix_turns_lease ON turns (lease_until) WHERE status = 'running';

CREATE UNIQUE INDEX uq_turns_running ON turns (account_id, session_id) WHERE status = 'running';

CREATE TABLE writebacks (
    session_id UUID NOT NULL,
    kind TEXT NOT NULL,
    round INTEGER NOT NULL,
    connection_id UUID,
    ticket_id TEXT,
    step TEXT NOT NULL,
    text TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    marker TEXT NOT NULL,
    status_id TEXT,
    status_name TEXT,
    skipped_reason TEXT,
    precondition JSONB DEFAULT '{}'::jsonb NOT NULL,
    note_id TEXT,
    actual_status TEXT,
    receipt JSONB,
    error JSONB,
    acknowledged JSONB DEFAULT '[]'::jsonb NOT NULL,
    confirmed_by UUID NOT NULL,
    confirmed_by_name TEXT NOT NULL,
    state_version INTEGER NOT NULL,
    note_sent_at TIMESTAMP WITH TIME ZONE,
    status_sent_at TIMESTAMP WITH TIME ZONE,
    deadline TIMESTAMP WITH TIME ZONE,
    lease_until TIMESTAMP WITH TIME ZONE,
    fence INTEGER DEFAULT 0 NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_writebacks PRIMARY KEY (account_id, id),
    CONSTRAINT fk_writebacks_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_writebacks_account_id_session_id_kind_round UNIQUE (account_id, session_id, kind, round),
    CONSTRAINT ck_writebacks_kind CHECK (kind IN ('resolution', 'escalation'))
);

CREATE INDEX ix_writebacks_unfinished ON writebacks (lease_until) WHERE finished_at IS NULL;

CREATE TABLE writeback_exchanges (
    writeback_id UUID NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    status INTEGER,
    request TEXT,
    response TEXT,
    milliseconds INTEGER NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_writeback_exchanges PRIMARY KEY (account_id, id),
    CONSTRAINT fk_writeback_exchanges_account_id_writeback_id FOREIGN KEY(account_id, writeback_id) REFERENCES writebacks (account_id, id) ON DELETE CASCADE
);

CREATE INDEX ix_writeback_exchanges ON writeback_exchanges (account_id, writeback_id);

-- Row-level security: a transaction that named no account sees no rows.

ALTER TABLE account_settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON account_settings
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON accounts
    USING (id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE ai_sessions ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON ai_sessions
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE audit_entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON audit_entries
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE connections ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON connections
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE desk_tickets ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON desk_tickets
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON idempotency_keys
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE ticket_leases ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON ticket_leases
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON users
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE api_tokens ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON api_tokens
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE checks ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON checks
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE desk_notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON desk_notes
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE facts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON facts
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE logins ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON logins
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON messages
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE note_drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON note_drafts
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE note_previews ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON note_previews
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE one_time_links ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON one_time_links
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE session_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON session_events
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE suggested_fixes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON suggested_fixes
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE turns ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON turns
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE writebacks ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON writebacks
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE writeback_exchanges ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON writeback_exchanges
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

-- The application's role owns nothing and cannot bypass the policies. The audit trail can be added to and read, no more;
-- attempts are counted by a function alone.
GRANT USAGE ON SCHEMA public TO resolvent_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    account_settings, accounts, ai_sessions, connections, desk_tickets, idempotency_keys, ticket_leases, users, api_tokens,
    checks, desk_notes, facts, logins, messages, note_drafts, note_previews, one_time_links, session_events,
    suggested_fixes, turns, writebacks, writeback_exchanges
    TO resolvent_app;
GRANT SELECT, INSERT ON audit_entries TO resolvent_app;

-- The named exceptions to row-level security: look-ups that come before an account is known, and sweeps over all accounts.
-- Those that find an actor also set the transaction's account.

CREATE FUNCTION resolvent_actor_of_login(hash text)
    RETURNS TABLE (account_id uuid, user_id uuid, name text, role text, login_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    SELECT u.account_id, u.id, u.name, u.role, l.id INTO account_id, user_id, name, role, login_id
    FROM logins l JOIN users u ON u.account_id = l.account_id AND u.id = l.user_id
    WHERE l.token_hash = hash AND l.expires_at > clock_timestamp() AND u.disabled_at IS NULL;
    IF FOUND THEN
        PERFORM set_config('resolvent.account_id', account_id::text, true);
        RETURN NEXT;
    END IF;
END
$$;

CREATE FUNCTION resolvent_actor_of_token(hash text)
    RETURNS TABLE (account_id uuid, user_id uuid, name text, role text, login_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    token_id uuid;
    stale boolean;
BEGIN
    SELECT u.account_id, u.id, u.name, CASE
               WHEN t.role = 'engineer' OR u.role = 'engineer' THEN 'engineer'
               WHEN t.role = 'lead' OR u.role = 'lead' THEN 'lead'
               ELSE 'admin'
           END,
           t.id, t.last_used_at IS NULL OR t.last_used_at < clock_timestamp() - interval '1 minute'
    INTO account_id, user_id, name, role, token_id, stale
    FROM api_tokens t JOIN users u ON u.account_id = t.account_id AND u.id = t.user_id
    WHERE t.token_hash = hash AND t.revoked_at IS NULL AND u.disabled_at IS NULL
      AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp());
    IF FOUND THEN
        IF stale THEN
            -- Another request may be writing the same minute: skip rather than wait for it.
            PERFORM 1 FROM api_tokens t WHERE t.account_id = resolvent_actor_of_token.account_id AND t.id = token_id
                FOR UPDATE SKIP LOCKED;
            IF FOUND THEN
                UPDATE api_tokens t SET last_used_at = clock_timestamp()
                WHERE t.account_id = resolvent_actor_of_token.account_id AND t.id = token_id;
            END IF;
        END IF;
        PERFORM set_config('resolvent.account_id', account_id::text, true);
        RETURN NEXT;
    END IF;
END
$$;

CREATE FUNCTION resolvent_user_of_email(address text)
    RETURNS TABLE (account_id uuid, user_id uuid, password_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
    SELECT u.account_id, u.id, u.password_hash FROM users u
    WHERE lower(u.email) = lower(address) AND u.disabled_at IS NULL
$$;

CREATE FUNCTION resolvent_use_link(hash text)
    RETURNS TABLE (account_id uuid, user_id uuid)
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
    UPDATE one_time_links o SET used_at = clock_timestamp()
    FROM users u
    WHERE o.token_hash = hash AND o.used_at IS NULL AND o.expires_at > clock_timestamp()
      AND u.account_id = o.account_id AND u.id = o.user_id AND u.disabled_at IS NULL
    RETURNING o.account_id, o.user_id
$$;

CREATE FUNCTION resolvent_count_attempt(attempt_key text, seconds integer)
    RETURNS TABLE (hits integer)
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
    DELETE FROM rate_buckets WHERE window_start < clock_timestamp() - interval '1 day';
    INSERT INTO rate_buckets AS b (key, window_start, hits)
    VALUES (attempt_key, date_bin(make_interval(secs => seconds), clock_timestamp(), 'epoch'::timestamptz), 1)
    ON CONFLICT (key, window_start) DO UPDATE SET hits = b.hits + 1
    RETURNING b.hits
$$;

CREATE FUNCTION resolvent_expire_turns() RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    gone record;
    event integer;
    ended integer := 0;
BEGIN
    FOR gone IN
        SELECT t.account_id, t.session_id, t.id, t.answer_id FROM turns t
        WHERE t.status = 'running' AND t.lease_until < clock_timestamp()
    LOOP
        -- The session's lock comes first, as for everyone who ends a turn; a busy session is left to the next sweep.
        PERFORM 1 FROM ai_sessions s WHERE s.account_id = gone.account_id AND s.id = gone.session_id
            FOR UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        UPDATE turns t SET status = 'failed', error = 'cut_off', finished_at = clock_timestamp()
        WHERE t.account_id = gone.account_id AND t.id = gone.id
          AND t.status = 'running' AND t.lease_until < clock_timestamp();
        CONTINUE WHEN NOT FOUND;
        UPDATE ai_sessions s SET event_number = s.event_number + 1
        WHERE s.account_id = gone.account_id AND s.id = gone.session_id RETURNING s.event_number INTO event;
        INSERT INTO session_events (account_id, session_id, number, name, data)
        VALUES (gone.account_id, gone.session_id, event, 'turn.finished', jsonb_build_object(
            'turn_id', gone.id, 'message_id', gone.answer_id, 'status', 'failed', 'error', 'cut_off'));
        PERFORM pg_notify('resolvent_events', gone.account_id || '/' || gone.session_id || '/' || event);
        ended := ended + 1;
    END LOOP;
    RETURN ended;
END
$$;

CREATE FUNCTION resolvent_due_writebacks() RETURNS TABLE (account_id uuid, writeback_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
    SELECT w.account_id, w.id FROM writebacks w
    WHERE w.finished_at IS NULL AND (w.lease_until IS NULL OR w.lease_until < clock_timestamp())
    ORDER BY w.lease_until NULLS FIRST LIMIT 100
$$;

CREATE FUNCTION resolvent_has_accounts() RETURNS TABLE (found boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
    SELECT EXISTS (SELECT FROM accounts)
$$;

REVOKE ALL ON FUNCTION
    resolvent_actor_of_login(text), resolvent_actor_of_token(text), resolvent_user_of_email(text),
    resolvent_use_link(text), resolvent_count_attempt(text, integer), resolvent_expire_turns(),
    resolvent_due_writebacks(), resolvent_has_accounts()
    FROM public;
GRANT EXECUTE ON FUNCTION
    resolvent_actor_of_login(text), resolvent_actor_of_token(text), resolvent_user_of_email(text),
    resolvent_use_link(text), resolvent_count_attempt(text, integer), resolvent_expire_turns(),
    resolvent_due_writebacks(), resolvent_has_accounts()
    TO resolvent_app;
