-- Does nothing where pgvector 0.8 is not there and may not be made: search is by words then. It may run any number of times.

DO $do$
DECLARE
    home text;
    held text;
    common integer;
BEGIN
    IF to_regclass('resolvent_vectors.session_vectors') IS NOT NULL THEN
        RETURN;
    END IF;
    BEGIN
        CREATE EXTENSION IF NOT EXISTS vector;
    EXCEPTION WHEN OTHERS THEN
        -- Not installed, not allowed, or a cloud's own refusal: each has its own code, and none is a reason not to start.
        RAISE NOTICE 'Search is by words alone: %', SQLERRM;
    END;
    SELECT n.nspname, e.extversion INTO home, held FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'vector';
    IF held IS NULL OR string_to_array(substring(held from '^\d+\.\d+'), '.')::integer[] < ARRAY[0, 8] THEN
        RETURN;
    END IF;
    BEGIN
        CREATE SCHEMA resolvent_vectors;
    EXCEPTION WHEN insufficient_privilege THEN
        RAISE NOTICE 'Search is by words alone: %', SQLERRM;
        RETURN;
    END;
    EXECUTE format('SET LOCAL search_path = pg_catalog, public, %I', home);

    -- `model`: name and address; `embedding`: of length one.
    CREATE TABLE resolvent_vectors.session_vectors (
        account_id uuid NOT NULL,
        session_id uuid NOT NULL,
        model text NOT NULL,
        dimensions integer NOT NULL,
        embedding halfvec NOT NULL,
        PRIMARY KEY (account_id, session_id),
        FOREIGN KEY (account_id, session_id) REFERENCES public.searched_sessions (account_id, session_id) ON DELETE CASCADE
    );
    -- An index has one length of vector. These are the lengths of common models; another length is scanned within its account.
    FOREACH common IN ARRAY ARRAY[256, 384, 512, 768, 1024, 1536, 2048, 2560, 3072] LOOP
        EXECUTE format(
            'CREATE INDEX session_vectors_%1$s ON resolvent_vectors.session_vectors'
            ' USING hnsw ((embedding::halfvec(%1$s)) halfvec_cosine_ops) WHERE dimensions = %1$s', common);
    END LOOP;
    ALTER TABLE resolvent_vectors.session_vectors ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own_account ON resolvent_vectors.session_vectors
        USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
        WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);
    GRANT USAGE ON SCHEMA resolvent_vectors TO resolvent_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON resolvent_vectors.session_vectors TO resolvent_app;

    -- A vector of texts that are no longer there tells what they said.
    CREATE FUNCTION resolvent_vectors.forget() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
    $f$
    BEGIN
        DELETE FROM resolvent_vectors.session_vectors WHERE account_id = NEW.account_id AND session_id = NEW.session_id;
        RETURN NULL;
    END
    $f$;
    CREATE TRIGGER vectors_forgotten AFTER UPDATE ON public.searched_sessions FOR EACH ROW
        WHEN ((OLD.title, OLD.problem, OLD.cause, OLD.fixed) IS DISTINCT FROM (NEW.title, NEW.problem, NEW.cause, NEW.fixed))
        EXECUTE FUNCTION resolvent_vectors.forget();

    EXECUTE format($make$
        CREATE FUNCTION resolvent_vectors.read(given text) RETURNS %1$I.halfvec
            LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, %1$I, pg_temp AS 'SELECT given::halfvec'
    $make$, home);

    -- Of the transaction's own account, by policy and by name: the sessions nearest to a vector of that model, no further than
    -- the `part`th of the way from the account's usual nearness (that of its newest 200) to sameness: models differ in what
    -- they call near.
    EXECUTE format($make$
        CREATE FUNCTION resolvent_vectors.find_near(
            asked text, length integer, of_model text, part float8, other_than uuid, only_client text, only_status text, most integer
        ) RETURNS TABLE (session_id uuid, place bigint)
            LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, %1$I, pg_temp
            SET hnsw.ef_search = 200 SET hnsw.iterative_scan = 'relaxed_order' SET plan_cache_mode = force_custom_plan AS
        $f$
        #variable_conflict use_column
        DECLARE
            account uuid := nullif(current_setting('resolvent.account_id', true), '')::uuid;
            usual float8;
        BEGIN
            EXECUTE format($q$
                SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY v.embedding::halfvec(%%1$s) <=> $1::halfvec(%%1$s))
                FROM (SELECT s.account_id, s.session_id FROM searched_sessions s WHERE s.account_id = $2
                      ORDER BY s.closed_at DESC, s.session_id DESC LIMIT 200) newest
                JOIN resolvent_vectors.session_vectors v USING (account_id, session_id)
                WHERE v.dimensions = %%1$s AND v.model = $3
            $q$, length) INTO usual USING asked, account, of_model;
            RETURN QUERY EXECUTE format($q$
                SELECT n.session_id, row_number() OVER (ORDER BY n.far, n.session_id DESC) FROM (
                    SELECT v.session_id, v.embedding::halfvec(%%1$s) <=> $1::halfvec(%%1$s) AS far
                    FROM resolvent_vectors.session_vectors v
                    WHERE v.account_id = $2 AND v.dimensions = %%1$s AND v.model = $3 AND v.session_id IS DISTINCT FROM $4
                      AND (($5 IS NULL AND $6 IS NULL) OR EXISTS (
                          SELECT FROM searched_sessions s WHERE s.account_id = v.account_id AND s.session_id = v.session_id
                          AND ($5 IS NULL OR s.company = $5) AND ($6 IS NULL OR s.status = $6)))
                    ORDER BY v.embedding::halfvec(%%1$s) <=> $1::halfvec(%%1$s) LIMIT $7
                ) n WHERE n.far <= $8 * (1 - $9)
            $q$, length) USING asked, account, of_model, other_than, only_client, only_status, most, usual, part;
        END
        $f$
    $make$, home);
    REVOKE ALL ON FUNCTION resolvent_vectors.read(text) FROM public;
    GRANT EXECUTE ON FUNCTION resolvent_vectors.read(text) TO resolvent_app;
    REVOKE ALL ON FUNCTION resolvent_vectors.find_near(text, integer, text, float8, uuid, text, text, integer) FROM public;
    GRANT EXECUTE ON FUNCTION resolvent_vectors.find_near(text, integer, text, float8, uuid, text, text, integer) TO resolvent_app;
END
$do$;
