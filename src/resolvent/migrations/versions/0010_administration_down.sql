CREATE OR REPLACE FUNCTION resolvent_use_link(hash text)
    RETURNS TABLE (account_id uuid, user_id uuid)
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$
    UPDATE one_time_links o SET used_at = clock_timestamp()
    FROM users u
    WHERE o.token_hash = hash AND o.used_at IS NULL AND o.expires_at > clock_timestamp()
      AND u.account_id = o.account_id AND u.id = o.user_id AND u.disabled_at IS NULL
    RETURNING o.account_id, o.user_id
$$;

CREATE OR REPLACE FUNCTION resolvent_actor_of_login(hash text)
    RETURNS TABLE (account_id uuid, user_id uuid, name text, role text, login_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
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
        END IF;
        PERFORM set_config('resolvent.account_id', account_id::text, true);
        RETURN NEXT;
    END IF;
END
$$;

DROP FUNCTION resolvent_see_user(uuid, uuid);
DROP INDEX ix_audit_entries_actor, ix_audit_entries_kind, ix_audit_entries_session;
ALTER TABLE audit_entries DROP COLUMN session_id, DROP COLUMN origin;
ALTER TABLE one_time_links DROP COLUMN resets;
ALTER TABLE logins DROP COLUMN browser, DROP COLUMN last_used_at;
ALTER TABLE users DROP COLUMN last_seen_at;
