-- Network diagrams, and what of them sessions keep as evidence.

CREATE TABLE network_diagrams (
    client TEXT NOT NULL,
    title TEXT NOT NULL,
    nodes JSONB DEFAULT '[]'::jsonb NOT NULL,
    edges JSONB DEFAULT '[]'::jsonb NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_by UUID NOT NULL,
    updated_by UUID NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    archived_at TIMESTAMP WITH TIME ZONE,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_network_diagrams PRIMARY KEY (account_id, id)
);
CREATE INDEX ix_network_diagrams_client ON network_diagrams (account_id, client);

CREATE TABLE session_diagrams (
    session_id UUID NOT NULL,
    fact_id UUID NOT NULL,
    diagram_id UUID NOT NULL,
    diagram_version INTEGER NOT NULL,
    client TEXT NOT NULL,
    title TEXT NOT NULL,
    snapshot JSONB NOT NULL,
    node_id TEXT,
    created_by UUID NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_session_diagrams PRIMARY KEY (account_id, id),
    CONSTRAINT fk_session_diagrams_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_session_diagrams_account_id_fact_id FOREIGN KEY(account_id, fact_id) REFERENCES facts (account_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_session_diagrams_account_id_diagram_id FOREIGN KEY(account_id, diagram_id) REFERENCES network_diagrams (account_id, id) ON DELETE CASCADE
);
CREATE INDEX ix_session_diagrams_session ON session_diagrams (account_id, session_id);
CREATE INDEX ix_session_diagrams_fact ON session_diagrams (account_id, fact_id);
CREATE INDEX ix_session_diagrams_diagram ON session_diagrams (account_id, diagram_id);

ALTER TABLE network_diagrams ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON network_diagrams
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE session_diagrams ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON session_diagrams
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON network_diagrams, session_diagrams TO resolvent_app;
