"""${message}"""

from resolvent.migrations.script import run_script

revision = "${up_revision}"
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    run_script(__file__, file="${up_revision}.sql")


def downgrade() -> None:
    run_script(__file__, file="${up_revision}_down.sql")
