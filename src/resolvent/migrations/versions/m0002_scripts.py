"""Scripts: templates, versions, drafts, generations."""

from resolvent.migrations.script import run_script

revision = "0002"
down_revision = "0001"

DOWN = """
DROP TABLE session_secrets, script_generations, draft_templates, script_template_versions, script_templates;
DROP INDEX ix_suggested_fixes_template;
DROP INDEX ix_ai_sessions_company;
ALTER TABLE ai_sessions DROP COLUMN company;
ALTER TABLE suggested_fixes DROP COLUMN template_version, DROP COLUMN acknowledged;
"""


def upgrade() -> None:
    run_script(__file__, file="0002_scripts.sql")


def downgrade() -> None:
    run_script(__file__, text=DOWN)
