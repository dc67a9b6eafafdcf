-- Sign-ins are seen, links reset forgotten passwords, and the audit trail can be searched.

ALTER TABLE users ADD COLUMN last_seen_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE logins ADD COLUMN browser TEXT, ADD COLUMN last_used_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE one_time_links ADD COLUMN resets BOOLEAN DEFAULT false NOT NULL;

ALTER TABLE audit_entries ADD COLUMN session_id UUID, ADD COLUMN origin TEXT;
CREATE INDEX ix_audit_entries_actor ON audit_entries (account_id, actor_id, id);
CREATE INDEX ix_audit_entries_kind ON audit_entries (account_id, split_part(action, '.', 1), id);
CREATE INDEX ix_audit_entries_session ON audit_entries (account_id, session_id, id) WHERE session_id IS NOT NULL;

-- Called at most once a minute for each sign-in. Another request may be writing the same: skip rather than wait for it.
CREATE FUNCTION resolvent_see_user(seen_account uuid, seen_user uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$
BEGIN
    PERFORM 1 FROM users u WHERE u.account_id = seen_account AND u.id = seen_user FOR NO KEY UPDATE SKIP LOCKED;
    IF FOUND THEN
        UPDATE users u SET last_seen_at = clock_timestamp() WHERE u.account_id = seen_account AND u.id = seen_user;
    END IF;
END
$$;
REVOKE ALL ON FUNCTION resolvent_see_user(uuid, uuid) FROM public;

CREATE OR REPLACE FUNCTION resolvent_actor_of_login(hash text)
    RETURNS TABLE (account_id uuid, user_id uuid, name text, role text, login_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$
DECLARE
    stale boolean;
BEGIN
    SELECT u.account_id, u.id, u.name, u.role, l.id,
           l.last_used_at IS NULL OR l.last_used_at < clock_timestamp() - interval '1 minute'
    INTO account_id, user_id, name, role, login_id, stale
    FROM logins l JOIN users u ON u.account_id = l.account_id AND u.id = l.user_id
    WHERE l.token_hash = hash AND l.expires_at > clock_timestamp() AND u.disabled_at IS NULL;
    IF FOUND THEN
        IF stale THEN
            PERFORM 1 FROM logins l WHERE l.account_id = resolvent_actor_of_login.account_id AND l.id = login_id
                FOR NO KEY UPDATE SKIP LOCKED;
            IF FOUND THEN
                UPDATE logins l SET last_used_at = clock_timestamp()
                WHERE l.account_id = resolvent_actor_of_login.account_id AND l.id = login_id;
            END IF;
            PERFORM resolvent_see_user(account_id, user_id);
        END IF;
        PERFORM set_config('resolvent.account_id', account_id::text, true);
        RETURN NEXT;
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION resolvent_actor_of_token(hash text)
    RETURNS TABLE (account_id uuid, user_id uuid, name text, role text, login_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
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
            PERFORM resolvent_see_user(account_id, user_id);
        END IF;
        PERFORM set_config('resolvent.account_id', account_id::text, true);
        RETURN NEXT;
    END IF;
END
$$;

-- The user's row first, as for those who deactivate the user or void the link.
CREATE OR REPLACE FUNCTION resolvent_use_link(hash text)
    RETURNS TABLE (account_id uuid, user_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$
BEGIN
    SELECT o.account_id, o.user_id INTO account_id, user_id FROM one_time_links o WHERE o.token_hash = hash;
    PERFORM 1 FROM users u
        WHERE u.account_id = resolvent_use_link.account_id AND u.id = resolvent_use_link.user_id
        AND u.disabled_at IS NULL FOR NO KEY UPDATE;
    IF FOUND THEN
        RETURN QUERY UPDATE one_time_links o SET used_at = clock_timestamp()
            WHERE o.token_hash = hash AND o.used_at IS NULL AND o.expires_at > clock_timestamp()
            RETURNING o.account_id, o.user_id;
    END IF;
END
$$;
