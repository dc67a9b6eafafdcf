-- Script templates with their versions, drafts, generations; what a fix knows of its template.

ALTER TABLE ai_sessions ADD COLUMN company TEXT GENERATED ALWAYS AS (ticket ->> 'company') STORED;
CREATE INDEX ix_ai_sessions_company ON ai_sessions (account_id, company);
ALTER TABLE suggested_fixes ADD COLUMN template_version INTEGER;
ALTER TABLE suggested_fixes ADD COLUMN acknowledged JSONB DEFAULT '[]'::jsonb NOT NULL;
CREATE INDEX ix_suggested_fixes_template ON suggested_fixes (account_id, template_id) WHERE template_id IS NOT NULL;

CREATE TABLE script_templates (
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    language TEXT NOT NULL,
    tags JSONB DEFAULT '[]'::jsonb NOT NULL,
    risk TEXT NOT NULL,
    needs_admin BOOLEAN NOT NULL,
    timeout_hint INTEGER,
    source TEXT NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    search TSVECTOR GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', tags), 'B') || setweight(to_tsvector('english', slug || ' ' || description), 'C') || to_tsvector('simple', title || ' ' || slug || ' ' || description) || to_tsvector('simple', tags)) STORED NOT NULL,
    provenance JSONB DEFAULT '{}'::jsonb NOT NULL,
    created_by UUID,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    archived_at TIMESTAMP WITH TIME ZONE,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_script_templates PRIMARY KEY (account_id, id),
    CONSTRAINT uq_script_templates_account_id_slug UNIQUE (account_id, slug),
    CONSTRAINT ck_script_templates_language CHECK (language IN ('powershell', 'bash', 'cmd', 'python')),
    CONSTRAINT ck_script_templates_risk CHECK (risk IN ('low', 'medium', 'high')),
    CONSTRAINT ck_script_templates_source CHECK (source IN ('shipped', 'account'))
);

CREATE TABLE script_template_versions (
    template_id UUID NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    body TEXT NOT NULL,
    parameters_schema JSONB NOT NULL,
    tags JSONB DEFAULT '[]'::jsonb NOT NULL,
    risk TEXT NOT NULL,
    needs_admin BOOLEAN NOT NULL,
    timeout_hint INTEGER,
    explained JSONB DEFAULT '{}'::jsonb NOT NULL,
    change_note TEXT NOT NULL,
    created_by UUID,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_script_template_versions PRIMARY KEY (account_id, id),
    CONSTRAINT fk_script_template_versions_account_id_template_id FOREIGN KEY(account_id, template_id) REFERENCES script_templates (account_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_script_template_versions_account_id_template_id_version UNIQUE (account_id, template_id, version)
);

CREATE TABLE draft_templates (
    title TEXT NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    language TEXT NOT NULL,
    body TEXT NOT NULL,
    parameters_schema JSONB NOT NULL,
    tags JSONB DEFAULT '[]'::jsonb NOT NULL,
    risk TEXT DEFAULT 'medium' NOT NULL,
    needs_admin BOOLEAN DEFAULT false NOT NULL,
    timeout_hint INTEGER,
    original_script TEXT,
    extraction JSONB DEFAULT '{}'::jsonb NOT NULL,
    session_id UUID,
    fix_id UUID,
    edits_template_id UUID,
    edits_version INTEGER,
    copied_from_id UUID,
    published_template_id UUID,
    status TEXT DEFAULT 'open' NOT NULL,
    prompt TEXT DEFAULT 'open' NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_by UUID NOT NULL,
    updated_by UUID NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_draft_templates PRIMARY KEY (account_id, id),
    CONSTRAINT fk_draft_templates_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE SET NULL (session_id),
    CONSTRAINT ck_draft_templates_language CHECK (language IN ('powershell', 'bash', 'cmd', 'python')),
    CONSTRAINT ck_draft_templates_risk CHECK (risk IN ('low', 'medium', 'high')),
    CONSTRAINT ck_draft_templates_status CHECK (status IN ('open', 'published', 'discarded')),
    CONSTRAINT ck_draft_templates_prompt CHECK (prompt IN ('open', 'later', 'never'))
);

CREATE INDEX ix_draft_templates_fix ON draft_templates (account_id, fix_id);

CREATE INDEX ix_draft_templates_published ON draft_templates (account_id, published_template_id);

CREATE INDEX ix_draft_templates_session ON draft_templates (account_id, session_id);

CREATE TABLE script_generations (
    template_id UUID NOT NULL,
    template_version INTEGER NOT NULL,
    session_id UUID,
    fix_id UUID,
    parameters JSONB DEFAULT '{}'::jsonb NOT NULL,
    sensitive JSONB DEFAULT '[]'::jsonb NOT NULL,
    redacted_script TEXT NOT NULL,
    findings JSONB DEFAULT '[]'::jsonb NOT NULL,
    acknowledged JSONB DEFAULT '[]'::jsonb NOT NULL,
    created_by UUID NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_script_generations PRIMARY KEY (account_id, id),
    CONSTRAINT fk_script_generations_account_id_template_id FOREIGN KEY(account_id, template_id) REFERENCES script_templates (account_id, id),
    CONSTRAINT fk_script_generations_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE
);

CREATE INDEX ix_script_generations_fix ON script_generations (account_id, fix_id);

CREATE INDEX ix_script_generations_session ON script_generations (account_id, session_id);

CREATE INDEX ix_script_generations_template ON script_generations (account_id, template_id, created_at);

CREATE TABLE session_secrets (
    account_id UUID NOT NULL,
    session_id UUID NOT NULL,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_session_secrets PRIMARY KEY (account_id, session_id),
    CONSTRAINT fk_session_secrets_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE
);

ALTER TABLE script_templates ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON script_templates
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE script_template_versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON script_template_versions
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE draft_templates ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON draft_templates
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE script_generations ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON script_generations
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE session_secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON session_secrets
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON script_templates, draft_templates, script_generations, session_secrets TO resolvent_app;
-- A version is never edited.
GRANT SELECT, INSERT ON script_template_versions TO resolvent_app;

