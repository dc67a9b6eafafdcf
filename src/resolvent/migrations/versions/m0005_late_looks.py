"""Looks at a ticket some time after its status was proven."""

from resolvent.migrations.script import run_script

revision = "0005"
down_revision = "0004"

DOWN = """
DROP FUNCTION resolvent_due_late_looks();
ALTER TABLE ai_sessions DROP COLUMN changed_since;
ALTER TABLE writebacks DROP COLUMN late_due_at, DROP COLUMN late_looks, DROP COLUMN late_status, DROP COLUMN late_change;
"""


def upgrade() -> None:
    run_script(__file__, file="0005_late_looks.sql")


def downgrade() -> None:
    run_script(__file__, text=DOWN)
