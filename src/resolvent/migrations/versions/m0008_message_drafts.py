"""What was typed and not sent, and whether an answer helped."""

from resolvent.migrations.script import run_script

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    run_script(__file__, file="0008_message_drafts.sql")


def downgrade() -> None:
    run_script(__file__, text="DROP TABLE answer_ratings, message_drafts;")
