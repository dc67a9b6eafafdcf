-- How long an account keeps what was resolved; and of fixes whose sessions are gone, which template came to which outcome.

CREATE TABLE retention (
    account_id UUID NOT NULL,
    days INTEGER,
    version INTEGER DEFAULT 1 NOT NULL,
    ran_on DATE,
    lease_until TIMESTAMP WITH TIME ZONE,
    deleted JSONB DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT pk_retention PRIMARY KEY (account_id),
    CONSTRAINT ck_retention_days CHECK (days BETWEEN 7 AND 36500)
);

CREATE TABLE past_outcomes (
    template_id UUID NOT NULL,
    template_version INTEGER,
    status TEXT NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_past_outcomes PRIMARY KEY (account_id, id),
    CONSTRAINT fk_past_outcomes_account_id_template_id FOREIGN KEY(account_id, template_id) REFERENCES script_templates (account_id, id) ON DELETE CASCADE
);
CREATE INDEX ix_past_outcomes_template ON past_outcomes (account_id, template_id);
CREATE INDEX ix_ai_sessions_closed ON ai_sessions (account_id, closed_at) WHERE status = 'resolved';

ALTER TABLE retention ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON retention
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE past_outcomes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON past_outcomes
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON retention, past_outcomes TO resolvent_app;
-- What a call used stays as it is; whose session it was goes with the session.
GRANT UPDATE (session_id, turn_id) ON model_usage TO resolvent_app;

CREATE FUNCTION resolvent_retention() RETURNS TABLE (account_id uuid, today date, is_due boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$
    SELECT a.id, t.today, r.ran_on IS NULL OR r.ran_on < t.today
    FROM retention r JOIN accounts a ON a.id = r.account_id
    CROSS JOIN LATERAL (SELECT (clock_timestamp() AT TIME ZONE a.time_zone)::date AS today) t
    WHERE r.days IS NOT NULL ORDER BY a.id
$$;
REVOKE ALL ON FUNCTION resolvent_retention() FROM public;
GRANT EXECUTE ON FUNCTION resolvent_retention() TO resolvent_app;
