"""The first note of a process finds its patterns compiled."""

from resolvent.notes.warm import warm_up
from resolvent.secret_shapes.finding import RULES, every_pattern
from resolvent.secret_shapes.rules import compiled


def test_every_pattern_of_secrets_is_compiled_by_it_and_none_by_a_text_that_follows() -> None:
    every_pattern.cache_clear()
    compiled.cache_clear()
    warm_up()
    assert every_pattern.cache_info().currsize == 1
    before = compiled.cache_info()
    assert before.currsize >= len({rule.pattern for rule in RULES})
    warm_up()
    assert compiled.cache_info().misses == before.misses
