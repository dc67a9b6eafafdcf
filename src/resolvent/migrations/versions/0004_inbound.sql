-- Tickets that change under us: what is watched, how each connection is asked, and what came of it.

CREATE TABLE connection_inbound (
    account_id UUID NOT NULL,
    connection_id UUID NOT NULL,
    poll_seconds INTEGER DEFAULT 60 NOT NULL,
    token_hash TEXT,
    registration_id TEXT,
    last_callback_at TIMESTAMP WITH TIME ZONE,
    callback_error TEXT,
    reads_until TIMESTAMP WITH TIME ZONE,
    looked_at TIMESTAMP WITH TIME ZONE,
    failures INTEGER DEFAULT 0 NOT NULL,
    failing_since TIMESTAMP WITH TIME ZONE,
    error TEXT,
    try_again_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_connection_inbound PRIMARY KEY (account_id, connection_id),
    CONSTRAINT uq_connection_inbound_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_connection_inbound_account_id_connection_id FOREIGN KEY(account_id, connection_id) REFERENCES connections (account_id, id) ON DELETE CASCADE
);

CREATE TABLE ticket_watches (
    account_id UUID NOT NULL,
    connection_id UUID NOT NULL,
    ticket_id TEXT NOT NULL,
    next_look_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    hinted_at TIMESTAMP WITH TIME ZONE,
    lease_until TIMESTAMP WITH TIME ZONE,
    version TEXT,
    notes_seen JSONB,
    notes_read_at TIMESTAMP WITH TIME ZONE,
    looked_at TIMESTAMP WITH TIME ZONE,
    failures INTEGER DEFAULT 0 NOT NULL,
    failing_since TIMESTAMP WITH TIME ZONE,
    error TEXT,
    CONSTRAINT pk_ticket_watches PRIMARY KEY (account_id, connection_id, ticket_id),
    CONSTRAINT fk_ticket_watches_account_id_connection_id FOREIGN KEY(account_id, connection_id) REFERENCES connections (account_id, id) ON DELETE CASCADE
);
CREATE INDEX ix_ticket_watches_due ON ticket_watches (account_id, connection_id, next_look_at);

CREATE TABLE ticket_news (
    session_id UUID NOT NULL,
    kind TEXT NOT NULL,
    source_id TEXT NOT NULL,
    author TEXT,
    visibility TEXT,
    text TEXT,
    changes JSONB DEFAULT '[]'::jsonb NOT NULL,
    happened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_ticket_news PRIMARY KEY (account_id, id),
    CONSTRAINT uq_ticket_news_account_id_session_id_kind_source_id UNIQUE (account_id, session_id, kind, source_id),
    CONSTRAINT fk_ticket_news_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_ticket_news_kind CHECK (kind IN ('changed', 'note', 'gone')),
    CONSTRAINT ck_ticket_news_visibility CHECK (visibility IN ('customer', 'internal'))
);

CREATE INDEX ix_ai_sessions_watched ON ai_sessions (account_id, connection_id, ticket_id)
    WHERE status = 'active' AND ticket_id IS NOT NULL;

ALTER TABLE connection_inbound ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON connection_inbound
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE ticket_watches ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON ticket_watches
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE ticket_news ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON ticket_news
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON connection_inbound, ticket_watches, ticket_news TO resolvent_app;

-- The tickets of all active sessions are watched, and no others. One replica at a time; the others need not wait.
CREATE FUNCTION resolvent_sync_watches() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('resolvent_sync_watches', 0)) THEN
        RETURN;
    END IF;
    INSERT INTO connection_inbound (account_id, connection_id)
    SELECT c.account_id, c.id FROM connections c
    WHERE c.removed_at IS NULL AND NOT EXISTS (
        SELECT FROM connection_inbound i WHERE i.account_id = c.account_id AND i.connection_id = c.id)
    ON CONFLICT DO NOTHING;
    -- As sets, which are hashed or sorted: a plan that was made for a few rows must not loop over many.
    INSERT INTO ticket_watches (account_id, connection_id, ticket_id)
    SELECT s.account_id, s.connection_id, s.ticket_id
    FROM ai_sessions s JOIN connections c ON c.account_id = s.account_id AND c.id = s.connection_id
    WHERE s.status = 'active' AND s.ticket_id IS NOT NULL AND c.removed_at IS NULL
    EXCEPT SELECT w.account_id, w.connection_id, w.ticket_id FROM ticket_watches w
    ON CONFLICT DO NOTHING;
    DELETE FROM ticket_watches w USING (
        SELECT g.account_id, g.connection_id, g.ticket_id FROM ticket_watches g
        EXCEPT SELECT s.account_id, s.connection_id, s.ticket_id
        FROM ai_sessions s JOIN connections c ON c.account_id = s.account_id AND c.id = s.connection_id
        WHERE s.status = 'active' AND s.ticket_id IS NOT NULL AND c.removed_at IS NULL
    ) gone
    WHERE w.account_id = gone.account_id AND w.connection_id = gone.connection_id AND w.ticket_id = gone.ticket_id;
END
$$;

-- Due tickets, each for one caller until its lease ends. A connection is asked for at most one ticket every
-- `read_seconds`, counted over all replicas, of which up to `burst` may come at once; those with a hint come first.
CREATE FUNCTION resolvent_claim_watches(most integer, lease_seconds integer, read_seconds double precision, burst integer)
    RETURNS TABLE (account_id uuid, connection_id uuid, ticket_id text, claimed_at timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    asked record;
    now_at timestamptz := clock_timestamp();
    one_read interval := make_interval(secs => read_seconds);
    used_until timestamptz;
    free integer;
    taken integer;
    room integer := most;
BEGIN
    FOR asked IN
        SELECT i.account_id, i.connection_id, i.reads_until, i.poll_seconds FROM connection_inbound i
        WHERE (i.try_again_at IS NULL OR i.try_again_at <= now_at) AND EXISTS (
            SELECT FROM ticket_watches w
            WHERE w.account_id = i.account_id AND w.connection_id = i.connection_id AND w.next_look_at <= now_at
              AND (w.lease_until IS NULL OR w.lease_until < now_at)
              AND (i.poll_seconds > 0 OR w.hinted_at IS NOT NULL))
        ORDER BY i.looked_at NULLS FIRST
        FOR UPDATE OF i SKIP LOCKED
    LOOP
        EXIT WHEN room < 1;
        used_until := greatest(coalesce(asked.reads_until, '-infinity'), now_at - burst * one_read);
        free := least(floor(extract(epoch FROM now_at - used_until) / read_seconds)::integer, room);
        CONTINUE WHEN free < 1;
        taken := 0;
        FOR account_id, connection_id, ticket_id, claimed_at IN
            -- Materialized: chosen once, or the limit would count for each row that the join tries.
            WITH due AS MATERIALIZED (
                SELECT d.ticket_id FROM ticket_watches d
                WHERE d.account_id = asked.account_id AND d.connection_id = asked.connection_id
                  AND d.next_look_at <= now_at AND (d.lease_until IS NULL OR d.lease_until < now_at)
                  AND (asked.poll_seconds > 0 OR d.hinted_at IS NOT NULL)
                ORDER BY d.hinted_at IS NULL, d.next_look_at LIMIT free
                FOR UPDATE SKIP LOCKED
            )
            UPDATE ticket_watches w SET lease_until = now_at + make_interval(secs => lease_seconds) FROM due
            WHERE w.account_id = asked.account_id AND w.connection_id = asked.connection_id
              AND w.ticket_id = due.ticket_id
            RETURNING w.account_id, w.connection_id, w.ticket_id, now_at
        LOOP
            taken := taken + 1;
            RETURN NEXT;
        END LOOP;
        UPDATE connection_inbound i SET reads_until = used_until + taken * one_read
        WHERE i.account_id = asked.account_id AND i.connection_id = asked.connection_id;
        room := room - taken;
    END LOOP;
END
$$;

CREATE FUNCTION resolvent_connection_of_hook(hash text) RETURNS TABLE (account_id uuid, connection_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
    SELECT i.account_id, i.connection_id
    FROM connection_inbound i JOIN connections c ON c.account_id = i.account_id AND c.id = i.connection_id
    WHERE i.token_hash = hash AND c.removed_at IS NULL
$$;

REVOKE ALL ON FUNCTION resolvent_sync_watches(), resolvent_connection_of_hook(text),
    resolvent_claim_watches(integer, integer, double precision, integer) FROM public;
GRANT EXECUTE ON FUNCTION resolvent_sync_watches(), resolvent_connection_of_hook(text),
    resolvent_claim_watches(integer, integer, double precision, integer) TO resolvent_app;
