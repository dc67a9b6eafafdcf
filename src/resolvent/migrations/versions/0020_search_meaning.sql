-- Search by meaning: which accounts chose it, how far each is, and what its endpoint last failed with. The vectors themselves stand
-- apart, in a schema that is made only where pgvector is: `vectors.sql`.

ALTER TABLE model_usage DROP CONSTRAINT ck_model_usage_use;
ALTER TABLE model_usage ADD CONSTRAINT ck_model_usage_use CHECK (use IN ('chat', 'notes', 'extraction', 'search'));

CREATE TABLE search_meaning (
    account_id UUID NOT NULL,
    model TEXT,
    dimensions INTEGER,
    not_before TIMESTAMP WITH TIME ZONE NOT NULL,
    failures INTEGER DEFAULT 0 NOT NULL,
    trouble TEXT,
    CONSTRAINT pk_search_meaning PRIMARY KEY (account_id),
    CONSTRAINT fk_search_meaning_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
ALTER TABLE search_meaning ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON search_meaning
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON search_meaning TO resolvent_app;

-- Accounts that named an endpoint for search, and whose next look is due.
CREATE FUNCTION resolvent_meaning_due() RETURNS TABLE (account_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$
    SELECT DISTINCT e.account_id FROM model_endpoints e LEFT JOIN search_meaning m ON m.account_id = e.account_id
    WHERE e.uses ? 'search' AND coalesce(m.not_before <= clock_timestamp(), true)
$$;
REVOKE ALL ON FUNCTION resolvent_meaning_due() FROM public;
GRANT EXECUTE ON FUNCTION resolvent_meaning_due() TO resolvent_app;
