"""Rare words weigh most, and bring only so many rows; where every word is in too many, several of them are demanded together."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.search.likely import LOOKED_AT, MOST, PARTS, choose_asked, divide, make_demands, quote, weigh_words


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


A_MILLION = 1e6
DEMANDS: dict[str, tuple[list[tuple[str, float | None]], float, tuple[str, ...], list[str]]] = {
    "few rows: whatever has any of the words": (
        [("kx7", None), ("spooler", 0.01), ("print", 0.1)], 10_000, (),
        ["'kx7' | 'spooler' | 'print'"],
    ),
    "none rare enough to stand alone": (
        [("rekey", 0.004), ("swap", 0.01), ("firewal", 0.05)], A_MILLION, (),
        ["('rekey') & ('swap') & ('firewal')", "('rekey') & ('swap' | 'firewal')"],
    ),
    "a name of few rows stands alone, and is no part of the others": (
        [("srv-01", None), ("rekey", 0.004), ("swap", 0.01), ("firewal", 0.05)], A_MILLION, (),
        ["'srv-01' | ('rekey') & ('swap') & ('firewal')", "'srv-01' | ('rekey') & ('swap' | 'firewal')"],
    ),
    "the customer's own may share less": (
        [("a", 0.004), ("b", 0.004), ("c", 0.004), ("d", 0.004)], A_MILLION, ("acm", "inc"),
        [
            f"{parts} | 'acm' & 'inc' & ('a') & ('b' | 'c') & ('d')"
            for parts in ("('a') & ('b') & ('c') & ('d')", "('a') & ('b' | 'c') & ('d')", "('a' | 'b') & ('c' | 'd')")
        ],
    ),
    "a laxer demand that would bring too many is not made, nor one of the customer's": (
        [("a", 0.2), ("b", 0.2), ("c", 0.2), ("d", 0.2)], A_MILLION, ("acm",),
        ["('a') & ('b') & ('c') & ('d')"],
    ),
    "what is in every other row is not asked for where a rare word is": (
        [("kx7", None), ("user", 0.5)], A_MILLION, ("acm",),
        ["'kx7'"],
    ),
    "nothing else is there": ([("user", 0.5)], A_MILLION, (), ["('user')"]),
    "no word at all": ([], A_MILLION, (), [""]),
}  # fmt: skip


@pytest.mark.parametrize("case", DEMANDS)
def test_demands_come_from_the_strictest(case: str) -> None:
    shares, rows, customer, asked = DEMANDS[case]
    assert [one.asked for one in make_demands(weigh_words(shares), rows, customer)] == asked


SHARES = st.lists(st.none() | st.floats(0.0002, 1), min_size=1, max_size=20)


@given(SHARES, st.data())
def test_a_row_that_a_demand_does_not_bring_weighs_no_more_than_it_says(
    shares: list[float | None], data: st.DataObject
) -> None:
    words = weigh_words((f"w{number}", share) for number, share in enumerate(shares))
    held = data.draw(st.sets(st.sampled_from(words)))
    names, weight = {one.word for one in held}, sum(one.weight for one in held)
    for demand in make_demands(words, A_MILLION):
        parts = [re.findall(r"w\d+", part) for part in re.findall(r"\(.*?\)", demand.asked)]
        alone = set(re.findall(r"w\d+", re.sub(r"\(.*?\)", "", demand.asked)))
        brought = bool(alone & names) or (bool(parts) and all(names.intersection(part) for part in parts))
        assert brought or weight <= demand.lost + 1e-9


@given(SHARES)
def test_parts_hold_each_word_once_in_its_order(shares: list[float | None]) -> None:
    words = weigh_words((f"w{number}", share) for number, share in enumerate(shares))
    for count in PARTS:
        parts = divide(words, count)
        assert len(parts) <= count
        assert [one for part in parts for one in part] == list(words)


def test_no_more_words_than_are_weighed() -> None:
    assert len(weigh_words([(f"w{n}", None) for n in range(100)])) == MOST


@given(st.text(alphabet="a'\\&|!()<>:*", min_size=1))
def test_a_word_stays_one_word(word: str) -> None:
    quoted = quote(word)
    inside = quoted[1:-1].replace("\\\\", "").replace("''", "")
    assert quoted[0] == quoted[-1] == "'"
    assert "'" not in inside
    assert "\\" not in inside
