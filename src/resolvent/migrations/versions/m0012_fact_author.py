"""Who wrote a fact, by name: rows that stand already have none."""

from resolvent.migrations.script import run_script

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    run_script(__file__, text="ALTER TABLE facts ADD COLUMN added_by TEXT;")


def downgrade() -> None:
    run_script(__file__, text="ALTER TABLE facts DROP COLUMN added_by;")
