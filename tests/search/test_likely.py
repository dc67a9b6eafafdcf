"""Rare words weigh most, and bring only so many rows."""

from hypothesis import given
from hypothesis import strategies as st

from resolvent.search.likely import LOOKED_AT, MOST, choose_asked, quote, weigh_words


def test_the_rarest_come_first_and_of_equals_the_earlier() -> None:
    words = weigh_words([("print", 0.3), ("prn-01", None), ("spooler", 0.02), ("kx7", None)])
    assert [one.word for one in words] == ["prn-01", "kx7", "spooler", "print"]
    assert words[0].weight > words[2].weight > words[3].weight > 0


def test_only_so_many_rows_are_brought() -> None:
    words = weigh_words([("everywhere", 1.0), ("often", 0.02), ("rare", 0.001)])
    assert choose_asked(words, 1_000) == "'rare' | 'often' | 'everywhere'"
    assert choose_asked(words, LOOKED_AT * 40) == "'rare' | 'often'"
    assert choose_asked(words, 1e9) == "'rare'"
    assert choose_asked([], 1e9) == ""


def test_no_more_words_than_are_weighed() -> None:
    assert len(weigh_words([(f"w{n}", None) for n in range(100)])) == MOST


@given(st.text(alphabet="a'\\&|!()<>:*", min_size=1))
def test_a_word_stays_one_word(word: str) -> None:
    quoted = quote(word)
    inside = quoted[1:-1].replace("\\\\", "").replace("''", "")
    assert quoted[0] == quoted[-1] == "'"
    assert "'" not in inside
    assert "\\" not in inside
