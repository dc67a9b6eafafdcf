"""How the rows of a search are placed: by words alone, or fused with those that are near by meaning."""

from typing import Final

from sqlalchemy import text

LATE: Final = 60.0
"""How little the first places stand out."""
OWN: Final = 1.15
"""How much more the same customer's count: as much as nine places at the top."""
TYPED: Final = "websearch_to_tsquery('english', :asked)"
CHOSEN: Final = "CAST(CAST(:asked AS text) AS tsquery)"
"""As `choose_asked` wrote it."""
WORDS: Final = """
    SELECT session_id, score, found FROM resolvent_find_sessions(
        {asked}, CAST(CAST(:likely AS text[]) AS tsquery[]), CAST(:weights AS float8[]), CAST(:other_than AS uuid),
        CAST(:customer AS text), CAST(:client AS text), CAST(:status AS text), CAST(:after AS uuid), :most, :at_most)
"""
# Reciprocal rank fusion (Cormack, Clarke & Buettcher 2009): places by words and by meaning need no common scale.
BOTH: Final = """
    WITH fused AS (
        SELECT session_id, coalesce(1 / (CAST(:late AS float8) + w.place), 0) + coalesce(1 / (CAST(:late AS float8) + n.place), 0) AS score
        FROM (
            SELECT f.session_id, f.place FROM resolvent_find_sessions(
                {asked}, CAST(CAST(:likely AS text[]) AS tsquery[]), CAST(:weights AS float8[]), CAST(:other_than AS uuid),
                CAST(:customer AS text), CAST(:client AS text), CAST(:status AS text), NULL, :most, :most
            ) WITH ORDINALITY AS f (session_id, score, found, place) WHERE f.score >= CAST(:least AS float8)
        ) w FULL JOIN resolvent_vectors.find_near(
            :vector, :dimensions, :model, :part, CAST(:other_than AS uuid), CAST(:client AS text), CAST(:status AS text), :nearest
        ) n USING (session_id)
    ), scored AS (
        SELECT f.session_id, f.score * CASE WHEN CAST(:customer AS text) IS NULL THEN 1 WHEN CAST(:customer AS text) = (
            SELECT s.company FROM searched_sessions s WHERE s.account_id = :account AND s.session_id = f.session_id
        ) THEN CAST(:own AS float8) ELSE 1 END AS score FROM fused f
    ), placed AS MATERIALIZED (
        SELECT session_id, score, row_number() OVER (ORDER BY score DESC, session_id DESC) AS place,
               count(*) OVER ()::integer AS found FROM scored
    )
    SELECT p.session_id, p.score, p.found FROM placed p
    WHERE CAST(:after AS uuid) IS NULL OR p.place > (SELECT last.place FROM placed last WHERE last.session_id = CAST(:after AS uuid))
    ORDER BY p.place LIMIT :at_most
"""
BY_WORDS: Final = {asked: text(WORDS.format(asked=asked)) for asked in (TYPED, CHOSEN)}
BY_BOTH: Final = {asked: text(BOTH.format(asked=asked)) for asked in (TYPED, CHOSEN)}
