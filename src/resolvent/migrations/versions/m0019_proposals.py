"""Tokens that may only read, and whose a check or a fix is that came from a program of theirs."""

from resolvent.migrations.script import run_script

revision = "0019"
down_revision = "0018"

UP = """
ALTER TABLE api_tokens ADD COLUMN read_only BOOLEAN DEFAULT false NOT NULL;
ALTER TABLE checks ADD COLUMN proposed_by TEXT;
ALTER TABLE suggested_fixes ADD COLUMN proposed_by TEXT;
"""
DOWN = """
ALTER TABLE suggested_fixes DROP COLUMN proposed_by;
ALTER TABLE checks DROP COLUMN proposed_by;
ALTER TABLE api_tokens DROP COLUMN read_only;
"""


def upgrade() -> None:
    run_script(__file__, text=UP)


def downgrade() -> None:
    run_script(__file__, text=DOWN)
