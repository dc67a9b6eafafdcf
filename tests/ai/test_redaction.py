"""Nothing secret goes out to a model, and nothing goes out when that can't be told."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.ai.pseudonyms import Policy, Pseudonyms
from resolvent.ai.redaction import Gate, RedactionError, redact
from resolvent.masking import MASK


class Unreadable(list[str]):
    """A list that breaks while it is read, as a broken store of secrets would."""

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError("Winter2026!")


def test_known_secrets_and_shapes_are_masked() -> None:
    text = "Ran with zebra-crossing. net user bob Autumn!Leaf42 /add"
    assert redact(text, ["zebra-crossing"]) == f"Ran with {MASK}. net user bob {MASK} /add"


def test_what_goes_out_has_neither_secrets_nor_names() -> None:
    gate = Gate(["zebra-crossing"], Pseudonyms(Policy.IDENTITIES, people=["Jane Doe"]))
    sent = gate.outgoing("Jane Doe: temp password is Maple-Street-19, old zebra-crossing, mail jane@contoso.com")
    assert sent == f"person-1: temp password is {MASK}, old {MASK}, mail user-1@customer-1.example"
    incoming = gate.incoming()
    assert incoming.feed("Write to user-1@customer-1.exam") + incoming.feed("ple") + incoming.close() == (
        "Write to jane@contoso.com"
    )


def test_it_fails_closed_and_says_nothing_of_the_text() -> None:
    gate = Gate(Unreadable(["x"]), Pseudonyms(Policy.IDENTITIES))
    with pytest.raises(RedactionError) as failed:
        gate.outgoing("Winter2026!")
    assert "Winter" not in str(failed.value)
    assert failed.value.__cause__ is None
    assert failed.value.__suppress_context__


@given(st.text(max_size=200))
def test_the_door_takes_any_text(text: str) -> None:
    gate = Gate([], Pseudonyms(Policy.IDENTITIES_AND_HOSTS))
    sent = gate.outgoing(text)
    incoming = gate.incoming()
    assert incoming.feed(sent) + incoming.close() == redact(text, [])


def test_a_text_that_went_out_before_is_cleared_of_what_was_learnt_since() -> None:
    text = "It says zebra-crossing, says Jane Doe of Contoso, j.doe@contoso.com."
    policy = Policy.IDENTITIES
    assert Gate([], Pseudonyms(policy)).outgoing(text) == (
        "It says zebra-crossing, says Jane Doe of Contoso, user-1@customer-1.example."
    )
    of_another = Gate(["zebra-crossing"], Pseudonyms(policy, people=["Jane Doe"], companies=["Contoso"]))
    assert of_another.outgoing(text) == f"It says {MASK}, says person-1 of company-1, user-1@customer-1.example."
    assert Gate([], Pseudonyms(Policy.OFF)).outgoing(text) == text
