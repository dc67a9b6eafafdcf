"""Playbooks of the account's own, their versions, and the ones that a session goes by."""

from resolvent.migrations.script import run_script

revision = "0018"
down_revision = "0017"

DOWN = """
DROP TABLE session_shelves;
DROP TABLE playbook_versions;
DROP TABLE playbooks;
"""


def upgrade() -> None:
    run_script(__file__, file="0018_playbooks.sql")


def downgrade() -> None:
    run_script(__file__, text=DOWN)
