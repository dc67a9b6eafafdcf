-- To whom a session is handed over, with which question; and who took it up or gave it back.

ALTER TABLE writebacks ADD COLUMN question TEXT;
ALTER TABLE writebacks ADD COLUMN to_user_id UUID;
ALTER TABLE writebacks ADD COLUMN to_queue TEXT;

CREATE TABLE handoffs (
    session_id UUID NOT NULL,
    round INTEGER NOT NULL,
    verb TEXT NOT NULL,
    by_id UUID NOT NULL,
    by_name TEXT NOT NULL,
    questions TEXT,
    waited_seconds INTEGER NOT NULL,
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_handoffs PRIMARY KEY (account_id, id),
    CONSTRAINT fk_handoffs_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_handoffs_account_id_session_id_round_verb UNIQUE (account_id, session_id, round, verb),
    CONSTRAINT ck_handoffs_verb CHECK (verb IN ('pickup', 'return'))
);

CREATE INDEX ix_ai_sessions_escalated ON ai_sessions (account_id, id) WHERE status = 'escalated';

ALTER TABLE handoffs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON handoffs
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON handoffs TO resolvent_app;
