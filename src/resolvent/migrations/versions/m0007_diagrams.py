"""Network diagrams."""

from resolvent.migrations.script import run_script

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    run_script(__file__, file="0007_diagrams.sql")


def downgrade() -> None:
    run_script(__file__, text="DROP TABLE session_diagrams, network_diagrams;")
