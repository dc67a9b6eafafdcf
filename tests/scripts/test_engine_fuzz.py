"""No value changes the shape of a script. `bench/script_fuzz.py` runs the same with as many values as one likes."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolvent.errors import Invalid
from resolvent.scripts.engine import render
from resolvent.scripts.parameters import Kind, read_parameters, sample_values
from resolvent.scripts.shipped import load_shipped
from resolvent.scripts.syntax import Language
from tests.scripts.hostile import FRAGMENTS, READERS, Count, check_values_of, generate_values, hostile_values
from tests.scripts.readers import bash, cmd, powershell

READ: dict[Language, Callable[[str], list[tuple[str, str]]]] = {
    Language.POWERSHELL: powershell.read_powershell,
    Language.CMD: lambda script: [token for line in cmd.read_cmd(script) for token in line],
}
MARK = "qsampleq"
LEAN = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("language", list(READERS))
def test_each_hostile_fragment_alone_is_kept_or_refused(language: Language) -> None:
    count = Count()
    check_values_of(language, FRAGMENTS, count)
    assert count.changed == []
    assert count.rendered > len(FRAGMENTS)


@pytest.mark.skipif(bash.BASH is None, reason="there is no bash here")
def test_the_real_bash_reads_each_hostile_fragment_as_it_was_given() -> None:
    count = Count()
    check_values_of(Language.BASH, FRAGMENTS, count)
    assert count.changed == []
    assert count.rendered > 10 * len(FRAGMENTS)


@pytest.mark.parametrize("language", list(READERS))
@LEAN
@given(value=hostile_values())
def test_any_value_is_read_back_or_refused(language: Language, value: str) -> None:
    count = Count()
    check_values_of(language, [value], count)
    assert count.changed == []


@pytest.mark.skipif(bash.BASH is None, reason="there is no bash here")
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(values=st.lists(hostile_values(), min_size=10, max_size=20))
def test_the_real_bash_reads_any_value_as_it_was_given(values: list[str]) -> None:
    count = Count()
    check_values_of(Language.BASH, values, count)
    assert count.changed == []


def unquoted(language: Language, tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(kind, says.replace('"', "") if language is Language.CMD else says) for kind, says in tokens]


@pytest.mark.parametrize("language", list(READ))
def test_no_value_changes_what_a_shipped_template_says(language: Language) -> None:
    rendered = 0
    for seed, template in enumerate(item for item in load_shipped() if item.language is language):
        parameters = read_parameters(template.parameters_schema)
        samples = sample_values(parameters)
        for parameter in parameters:
            if parameter.kind not in {Kind.STRING, Kind.TEXT}:
                continue
            harmless = render(language, template.body, parameters, samples | {parameter.name: MARK})
            said = READ[language](harmless)
            for value in generate_values(2, seed):
                try:
                    script = render(language, template.body, parameters, samples | {parameter.name: value})
                except Invalid:
                    continue
                rendered += 1
                expected = [(kind, says.replace(MARK, value)) for kind, says in said]
                assert unquoted(language, READ[language](script)) == unquoted(language, expected), template.slug
    assert rendered
