"""Where no phrase finds a playbook, the words of all that the playbooks say may."""

import pytest

from resolvent.knowledge.likeness import Index, find_index
from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.matching import BY_WORDS, Told, match_playbook, score
from resolvent.knowledge.playbook import Playbook

SHIPPED = load_shipped()
INDEX = Index(SHIPPED)


def test_a_problem_that_no_phrase_foresees_is_found_by_its_words_and_called_likely() -> None:
    title, text = "Spooler and queue", "Documents of the default printer wait, the driver was renewed."
    assert all(score(playbook, Told.read(title, text)) < 1 for playbook in SHIPPED)
    match = match_playbook(SHIPPED, title, text)
    assert match.playbook is not None
    assert (match.playbook.id, match.level, match.confidence) == ("print-spooler", "likely", BY_WORDS)


@pytest.mark.parametrize("title", ["The coffee machine leaks", "Please order a new chair for reception", "Thanks!"])
def test_words_that_no_playbook_has_find_none(title: str) -> None:
    assert match_playbook(SHIPPED, title, "").playbook is None


def test_what_a_message_repeats_counts_once() -> None:
    title, text = "Queue", "The printer waits. "
    assert INDEX.rank(title, text) == INDEX.rank(title, text * 20)


def test_a_rare_word_weighs_more_than_one_that_many_playbooks_have() -> None:
    assert INDEX.weigh("spooler") > INDEX.weigh("user") > 0


@pytest.mark.parametrize("playbook", SHIPPED, ids=lambda playbook: playbook.id)
def test_the_title_of_a_playbook_is_nearest_to_it(playbook: Playbook) -> None:
    assert INDEX.rank(playbook.title, "")[0].playbook_id == playbook.id


def test_a_word_of_a_single_playbook_weighs_the_same_among_few_and_among_many() -> None:
    alone = [playbook for playbook in SHIPPED if "spooler" in playbook.told][:1]
    others = [playbook for playbook in SHIPPED if "spooler" not in playbook.told]
    few, many = Index([*alone, *others[:5]]), Index([*alone, *others])
    assert few.weigh("spooler") == pytest.approx(many.weigh("spooler"))


def test_an_index_is_made_once_for_a_shelf_and_anew_for_another() -> None:
    own = SHIPPED[0].model_copy(update={"title": "Our own title"})
    assert find_index(SHIPPED) is find_index(list(SHIPPED))
    assert find_index((own, *SHIPPED[1:])) is not find_index(SHIPPED)
    assert find_index(SHIPPED[1:]).weigh("lockout") != find_index(SHIPPED).weigh("lockout")
