-- What a closed session is found by. The texts are made by the application, which masks them: here is only what is due.

CREATE TABLE searched_sessions (
    account_id UUID NOT NULL,
    session_id UUID NOT NULL,
    status TEXT NOT NULL,
    title TEXT NOT NULL,
    problem TEXT NOT NULL,
    number TEXT,
    company TEXT,
    contact TEXT,
    fixes JSONB DEFAULT '[]'::jsonb NOT NULL,
    fixed TEXT,
    cause TEXT,
    note TEXT,
    closed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    words TSVECTOR GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title || ' ' || coalesce(number, '') || ' ' || coalesce(company, '')), 'A')
        || setweight(to_tsvector('english', coalesce(fixed, '') || ' ' || coalesce(cause, '')), 'B')
        || setweight(to_tsvector('english', problem), 'C')
        || setweight(to_tsvector('english', coalesce(note, '')), 'D')
    ) STORED NOT NULL,
    CONSTRAINT pk_searched_sessions PRIMARY KEY (account_id, session_id),
    CONSTRAINT fk_searched_sessions_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_searched_sessions_status CHECK (status IN ('resolved', 'escalated'))
);
-- Each candidate's words are looked at several times: kept beside the row, as they are.
ALTER TABLE searched_sessions ALTER COLUMN words SET STORAGE MAIN;
CREATE INDEX ix_searched_sessions_newest ON searched_sessions (account_id, closed_at DESC, session_id DESC);
CREATE INDEX ix_searched_sessions_words ON searched_sessions USING gin (words);

CREATE TABLE search_due (
    account_id UUID NOT NULL,
    session_id UUID NOT NULL,
    marked_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_search_due PRIMARY KEY (account_id, session_id),
    CONSTRAINT fk_search_due_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE
);
CREATE INDEX ix_search_due_marked ON search_due (marked_at);

ALTER TABLE searched_sessions ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON searched_sessions
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE search_due ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON search_due
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON searched_sessions, search_due TO resolvent_app;

-- Whatever verb ends, changes or reopens a session, none can forget this. A mark that a worker just serves is waited for
-- and set again: what the worker read may be older. Marks come before search rows, as the worker takes them.
CREATE FUNCTION resolvent_mark_for_search() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$
BEGIN
    IF NEW.status = 'active' THEN
        DELETE FROM search_due WHERE account_id = NEW.account_id AND session_id = NEW.id;
        DELETE FROM searched_sessions WHERE account_id = NEW.account_id AND session_id = NEW.id;
    ELSE
        INSERT INTO search_due (account_id, session_id) VALUES (NEW.account_id, NEW.id)
        ON CONFLICT (account_id, session_id) DO UPDATE SET marked_at = clock_timestamp();
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER search_due AFTER INSERT OR UPDATE OF status, state_version, title, problem, ticket ON ai_sessions
    FOR EACH ROW EXECUTE FUNCTION resolvent_mark_for_search();

CREATE FUNCTION resolvent_search_due() RETURNS TABLE (account_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$
    SELECT d.account_id FROM search_due d GROUP BY d.account_id ORDER BY min(d.marked_at)
$$;

-- The words of a text in their order, and which share of all search rows holds each, as the last ANALYZE counted; NULL: too
-- rare for its list. Shares are over all accounts: nothing is told of any one.
CREATE FUNCTION resolvent_word_shares(given text, most integer) RETURNS TABLE (word text, share float8)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$
    WITH common AS (
        SELECT c.word, c.share FROM pg_stats s,
        unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS c (word, share)
        WHERE s.schemaname = 'public' AND s.tablename = 'searched_sessions' AND s.attname = 'words' AND c.word IS NOT NULL
    ), asked AS (
        SELECT lexeme, positions[1] AS place FROM unnest(to_tsvector('english', given)) ORDER BY positions[1], lexeme LIMIT most
    )
    SELECT a.lexeme, c.share::float8 FROM asked a LEFT JOIN common c ON c.word = a.lexeme ORDER BY a.place, a.lexeme
$$;

-- Of the transaction's own account, past the policies: under them no index serves @@. Candidates are the newest `most` rows
-- that match; `likely` words weigh as told, where they stand in the row breaks ties, and the same customer's count half more.
CREATE FUNCTION resolvent_find_sessions(
    asked tsquery, likely tsquery[], weights float8[], other_than uuid, customer text, only_client text, only_status text,
    after uuid, most integer, at_most integer
) RETURNS TABLE (session_id uuid, score float8, found integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS
$$
#variable_conflict use_column
DECLARE
    account uuid := nullif(current_setting('resolvent.account_id', true), '')::uuid;
BEGIN
    RETURN QUERY
    WITH newest AS MATERIALIZED (
        SELECT s.session_id, s.words, s.company FROM searched_sessions s
        WHERE s.account_id = account AND s.words @@ asked AND s.session_id IS DISTINCT FROM other_than
          AND (only_client IS NULL OR s.company = only_client) AND (only_status IS NULL OR s.status = only_status)
        ORDER BY s.closed_at DESC, s.session_id DESC LIMIT most
    ), scored AS (
        SELECT n.session_id, (
            (SELECT coalesce(sum(l.weight), 0) FROM unnest(likely, weights) AS l (word, weight) WHERE n.words @@ l.word)
            + ts_rank(n.words, asked)
        ) * CASE WHEN n.company = customer THEN 1.5 ELSE 1 END AS score FROM newest n
    ), placed AS MATERIALIZED (
        SELECT c.session_id, c.score, row_number() OVER (ORDER BY c.score DESC, c.session_id DESC) AS place,
               count(*) OVER ()::integer AS found FROM scored c
    )
    SELECT p.session_id, p.score, p.found FROM placed p
    WHERE after IS NULL OR p.place > (SELECT last.place FROM placed last WHERE last.session_id = after)
    ORDER BY p.place LIMIT at_most;
END
$$;

REVOKE ALL ON FUNCTION resolvent_search_due() FROM public;
REVOKE ALL ON FUNCTION resolvent_word_shares(text, integer) FROM public;
REVOKE ALL ON FUNCTION resolvent_find_sessions(tsquery, tsquery[], float8[], uuid, text, text, text, uuid, integer, integer) FROM public;
GRANT EXECUTE ON FUNCTION resolvent_search_due() TO resolvent_app;
GRANT EXECUTE ON FUNCTION resolvent_word_shares(text, integer) TO resolvent_app;
GRANT EXECUTE ON FUNCTION resolvent_find_sessions(tsquery, tsquery[], float8[], uuid, text, text, text, uuid, integer, integer) TO resolvent_app;

-- What was closed before there was a search.
INSERT INTO search_due (account_id, session_id) SELECT account_id, id FROM ai_sessions WHERE status <> 'active';
