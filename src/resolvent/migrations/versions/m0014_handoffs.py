"""Escalated sessions: to whom, with which question, who took them up or gave them back."""

from resolvent.migrations.script import run_script

revision = "0014"
down_revision = "0013"

DOWN = """
DROP TABLE handoffs;
DROP INDEX ix_ai_sessions_escalated;
ALTER TABLE writebacks DROP COLUMN to_queue, DROP COLUMN to_user_id, DROP COLUMN question;
"""


def upgrade() -> None:
    run_script(__file__, file="0014_handoffs.sql")


def downgrade() -> None:
    run_script(__file__, text=DOWN)
