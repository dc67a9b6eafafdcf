-- Language models: endpoints, usage, pseudonyms; attachments; what a turn says when its model failed.

CREATE TABLE model_endpoints (
    name TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    base_url TEXT,
    sealed BYTEA,
    key_set_at TIMESTAMP WITH TIME ZONE,
    uses JSONB NOT NULL,
    position INTEGER NOT NULL,
    allow_private BOOLEAN DEFAULT false NOT NULL,
    sees_images BOOLEAN DEFAULT false NOT NULL,
    context_tokens INTEGER NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_model_endpoints PRIMARY KEY (account_id, id),
    CONSTRAINT ck_model_endpoints_provider CHECK (provider IN ('anthropic', 'openai'))
);

CREATE TABLE model_usage (
    use TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    model TEXT NOT NULL,
    session_id UUID,
    turn_id UUID,
    outcome TEXT NOT NULL,
    input_tokens INTEGER NOT NULL,
    cached_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    measured BOOLEAN NOT NULL,
    cost_usd NUMERIC(12, 6),
    first_ms INTEGER,
    total_ms INTEGER NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_model_usage PRIMARY KEY (account_id, id),
    CONSTRAINT ck_model_usage_use CHECK (use IN ('chat', 'notes', 'extraction'))
);
CREATE INDEX ix_model_usage_day ON model_usage (account_id, created_at);
CREATE INDEX ix_model_usage_turn ON model_usage (account_id, turn_id) WHERE turn_id IS NOT NULL;

CREATE TABLE session_pseudonyms (
    account_id UUID NOT NULL,
    session_id UUID NOT NULL,
    names JSONB NOT NULL,
    CONSTRAINT pk_session_pseudonyms PRIMARY KEY (account_id, session_id),
    CONSTRAINT fk_session_pseudonyms_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE
);

CREATE TABLE attachments (
    session_id UUID NOT NULL,
    message_id UUID,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    content BYTEA,
    text TEXT,
    uploaded_by UUID NOT NULL,
    uploaded_by_name TEXT NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_attachments PRIMARY KEY (account_id, id),
    CONSTRAINT fk_attachments_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_attachments_one_form CHECK ((content IS NULL) <> (text IS NULL))
);
CREATE INDEX ix_attachments_session ON attachments (account_id, session_id, id);

ALTER TABLE turns ADD COLUMN notice TEXT;
ALTER TABLE turns ADD COLUMN error_detail TEXT;

ALTER TABLE model_endpoints ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON model_endpoints
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE model_usage ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON model_usage
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE session_pseudonyms ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON session_pseudonyms
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE attachments ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON attachments
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON model_endpoints, session_pseudonyms, attachments TO resolvent_app;
-- Usage is written once.
GRANT SELECT, INSERT ON model_usage TO resolvent_app;
