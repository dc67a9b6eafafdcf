CREATE TABLE playbooks (
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    published_version INTEGER,
    session_id UUID,
    created_by UUID NOT NULL,
    updated_by UUID NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    archived_at TIMESTAMP WITH TIME ZONE,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_playbooks PRIMARY KEY (account_id, id),
    CONSTRAINT uq_playbooks_account_id_slug UNIQUE (account_id, slug),
    CONSTRAINT fk_playbooks_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE SET NULL (session_id)
);

CREATE INDEX ix_playbooks_session ON playbooks (account_id, session_id);

CREATE TABLE playbook_versions (
    playbook_id UUID NOT NULL,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    body JSONB,
    change_note TEXT NOT NULL,
    created_by UUID NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_playbook_versions PRIMARY KEY (account_id, id),
    CONSTRAINT fk_playbook_versions_account_id_playbook_id FOREIGN KEY(account_id, playbook_id) REFERENCES playbooks (account_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_playbook_versions_account_id_playbook_id_version UNIQUE (account_id, playbook_id, version)
);

CREATE TABLE session_shelves (
    session_id UUID NOT NULL,
    books JSONB DEFAULT '[]'::jsonb NOT NULL,
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_session_shelves PRIMARY KEY (account_id, id),
    CONSTRAINT fk_session_shelves_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_session_shelves_account_id_session_id UNIQUE (account_id, session_id)
);

ALTER TABLE playbooks ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON playbooks
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE playbook_versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON playbook_versions
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE session_shelves ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON session_shelves
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON playbooks, session_shelves TO resolvent_app;
-- A version is never changed: what a session went by can always be read again.
GRANT SELECT, INSERT ON playbook_versions TO resolvent_app;
