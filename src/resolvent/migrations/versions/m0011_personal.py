"""What one person keeps for themselves, and how far they have seen each session."""

from resolvent.migrations.script import run_script

revision = "0011"
down_revision = "0010"

UP = """
CREATE TABLE user_preferences (
    account_id UUID NOT NULL,
    user_id UUID NOT NULL,
    preferences JSONB DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT pk_user_preferences PRIMARY KEY (account_id, user_id),
    CONSTRAINT fk_user_preferences_account_id_user_id FOREIGN KEY(account_id, user_id) REFERENCES users (account_id, id) ON DELETE CASCADE
);

CREATE TABLE session_seen (
    account_id UUID NOT NULL,
    user_id UUID NOT NULL,
    session_id UUID NOT NULL,
    event_number INTEGER NOT NULL,
    CONSTRAINT pk_session_seen PRIMARY KEY (account_id, user_id, session_id),
    CONSTRAINT fk_session_seen_account_id_user_id FOREIGN KEY(account_id, user_id) REFERENCES users (account_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_session_seen_account_id_session_id FOREIGN KEY(account_id, session_id) REFERENCES ai_sessions (account_id, id) ON DELETE CASCADE
);

ALTER TABLE user_preferences ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON user_preferences
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

ALTER TABLE session_seen ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON session_seen
    USING (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid)
    WITH CHECK (account_id = nullif(current_setting('resolvent.account_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON user_preferences, session_seen TO resolvent_app;
"""

DOWN = """
DROP TABLE session_seen;
DROP TABLE user_preferences;
"""


def upgrade() -> None:
    run_script(__file__, text=UP)


def downgrade() -> None:
    run_script(__file__, text=DOWN)
