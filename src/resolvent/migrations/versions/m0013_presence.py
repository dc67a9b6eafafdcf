"""Who has a session open, and who edits its notes and the script drafts."""

from resolvent.migrations.script import run_script

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    run_script(__file__, file="0013_presence.sql")


def downgrade() -> None:
    run_script(__file__, text="DROP TABLE presences, edit_leases;")
