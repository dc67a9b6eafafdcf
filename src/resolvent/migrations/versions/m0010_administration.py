"""Sign-ins are seen, links reset forgotten passwords, and the audit trail can be searched."""

from resolvent.migrations.script import run_script

revision = "0010"
down_revision = "0008"


def upgrade() -> None:
    run_script(__file__, file="0010_administration.sql")


def downgrade() -> None:
    run_script(__file__, file="0010_administration_down.sql")
