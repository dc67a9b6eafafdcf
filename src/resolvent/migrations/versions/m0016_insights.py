"""What a session is about, and the way to what happened in a period."""

from resolvent.migrations.script import run_script

revision = "0016"
down_revision = "0015"

UP = """
ALTER TABLE ai_sessions ADD COLUMN category TEXT;
CREATE INDEX ix_ai_sessions_opened ON ai_sessions (account_id, created_at);
CREATE INDEX ix_writebacks_finished ON writebacks (account_id, finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX ix_suggested_fixes_applied ON suggested_fixes (account_id, applied_at) WHERE applied_at IS NOT NULL;
"""
DOWN = """
DROP INDEX ix_suggested_fixes_applied;
DROP INDEX ix_writebacks_finished;
DROP INDEX ix_ai_sessions_opened;
ALTER TABLE ai_sessions DROP COLUMN category;
"""


def upgrade() -> None:
    run_script(__file__, text=UP)


def downgrade() -> None:
    run_script(__file__, text=DOWN)
