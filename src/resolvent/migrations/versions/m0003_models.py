"""Language models: endpoints, usage, pseudonyms; attachments; what a turn says when its model failed."""

from resolvent.migrations.script import run_script

revision = "0003"
down_revision = "0002"

DOWN = """
DROP TABLE model_endpoints, model_usage, session_pseudonyms, attachments;
ALTER TABLE turns DROP COLUMN notice, DROP COLUMN error_detail;
"""


def upgrade() -> None:
    run_script(__file__, file="0003_models.sql")


def downgrade() -> None:
    run_script(__file__, text=DOWN)
