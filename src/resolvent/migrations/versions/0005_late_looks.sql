-- Looks at a ticket some time after its status was proven, and what they found.

ALTER TABLE writebacks
    ADD COLUMN late_due_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN late_looks INTEGER DEFAULT 0 NOT NULL,
    ADD COLUMN late_status TEXT,
    ADD COLUMN late_change JSONB;
CREATE INDEX ix_writebacks_late ON writebacks (late_due_at) WHERE late_due_at IS NOT NULL;

ALTER TABLE ai_sessions ADD COLUMN changed_since TIMESTAMP WITH TIME ZONE;

CREATE FUNCTION resolvent_due_late_looks() RETURNS TABLE (account_id uuid, writeback_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
    SELECT w.account_id, w.id FROM writebacks w
    WHERE w.late_due_at <= clock_timestamp() ORDER BY w.late_due_at LIMIT 100
$$;
REVOKE ALL ON FUNCTION resolvent_due_late_looks() FROM public;
GRANT EXECUTE ON FUNCTION resolvent_due_late_looks() TO resolvent_app;
