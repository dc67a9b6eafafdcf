"""What was resolved or escalated is found again: search rows, what is due for one, and the look-up past the policies."""

from resolvent.migrations.script import run_script

revision = "0017"
down_revision = "0016"

DOWN = """
DROP TRIGGER search_due ON ai_sessions;
DROP FUNCTION resolvent_mark_for_search();
DROP FUNCTION resolvent_search_due();
DROP FUNCTION resolvent_find_sessions(tsquery, tsquery[], float8[], uuid, text, text, text, uuid, integer, integer);
DROP FUNCTION resolvent_word_shares(text, integer);
DROP TABLE search_due;
DROP TABLE searched_sessions;
"""


def upgrade() -> None:
    run_script(__file__, file="0017_search.sql")


def downgrade() -> None:
    run_script(__file__, text=DOWN)
