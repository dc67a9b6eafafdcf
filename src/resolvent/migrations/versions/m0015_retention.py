"""Resolved sessions are deleted after a time that the account sets; outcomes of templates stay, without text."""

from resolvent.migrations.script import run_script

revision = "0015"
down_revision = "0014"

DOWN = """
DROP FUNCTION resolvent_retention();
REVOKE UPDATE (session_id, turn_id) ON model_usage FROM resolvent_app;
DROP INDEX ix_ai_sessions_closed;
DROP TABLE past_outcomes;
DROP TABLE retention;
"""


def upgrade() -> None:
    run_script(__file__, file="0015_retention.sql")


def downgrade() -> None:
    run_script(__file__, text=DOWN)
