"""A search as the vendor reads it: what was typed stays inside its string."""

from hypothesis import given
from hypothesis import strategies as st

from resolvent.ticketing.providers import connectwise_query as query
from tests.emulators.connectwise.conditions import parse

NAMES = {"id", "summary", "board"}
HELD = st.text(max_size=60) | st.lists(
    st.sampled_from(['"', "\\", "%", "*", " OR ", "id>0", ")", "(", "AND", "summary", "a", "\n", "\0"]), max_size=12
).map("".join)


def outside(conditions: str) -> str:
    """What stands outside of strings; every second part between quotes is inside."""
    parts = conditions.split('"')
    assert len(parts) % 2 == 1
    assert not any(sign in inside for inside in parts[1::2] for sign in "\\%*\n\r\0")
    return '""'.join(parts[::2])


@given(HELD)
def test_no_text_of_a_search_leaves_its_string(text: str) -> None:
    words = query.words_of(text)
    conditions = query.search_conditions(words, [1])
    plain = outside(conditions)
    for known in ("board/id in (1)", "summary contains", '""', " AND ", " OR ", "(", ")"):
        plain = plain.replace(known, "")
    number = f"id={words[0]}" if len(words) == 1 and query.is_number(words[0]) else ""
    assert plain.split() == number.split()


@given(HELD)
def test_a_search_is_well_formed_and_holds_what_it_asks_for(text: str) -> None:
    words = query.words_of(text)
    meets = parse(query.search_conditions(words, [1]), NAMES)
    assert meets({"id": 5, "summary": " ".join(words), "board": {"id": 1}})
    assert not meets({"id": 5, "summary": " ".join(words), "board": {"id": 2}})
    if words:
        assert not meets({"id": -1, "summary": "", "board": {"id": 1}})


@given(st.text(max_size=40))
def test_a_name_is_asked_for_whole_or_not_at_all(name: str) -> None:
    condition = query.equals("identifier", name)
    if condition is not None:
        assert parse(condition, {"identifier"})({"identifier": name})
        assert outside(condition) == 'identifier=""'


def test_without_words_and_boards_all_is_asked_for() -> None:
    assert query.search_conditions([], []) == ""
