"""Closed sessions are found by their meaning as well, where an account chose an endpoint for it and the database has pgvector."""

from alembic import op

from resolvent.migrations.script import run_script
from resolvent.migrations.vectors import make_vectors

revision = "0020"
down_revision = "0019"

DOWN = """
DROP SCHEMA IF EXISTS resolvent_vectors CASCADE;
DROP FUNCTION resolvent_meaning_due();
DROP TABLE search_meaning;
DELETE FROM model_usage WHERE use = 'search';
ALTER TABLE model_usage DROP CONSTRAINT ck_model_usage_use;
ALTER TABLE model_usage ADD CONSTRAINT ck_model_usage_use CHECK (use IN ('chat', 'notes', 'extraction'));
"""


def upgrade() -> None:
    run_script(__file__, file="0020_search_meaning.sql")
    make_vectors(op.get_bind())


def downgrade() -> None:
    run_script(__file__, text=DOWN)
