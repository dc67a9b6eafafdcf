"""Who is named never reaches a model, and comes back exactly as it was written, across any cut of the stream."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.ai.pseudonyms import PSEUDONYM, Policy, Pseudonyms, Restorer

PEOPLE, COMPANIES = ["Jane Doe", "José O'Brien-Łuk", "Will Mark"], ["Contoso Ltd", "Acme (UK)"]
PIECES = st.sampled_from(
    [
        "Jane Doe", "Jane", "jane", "DOE", "Will", "will", "Contoso Ltd", "contoso", "Acme (UK)", "jane.doe@contoso.com",
        "Jane.Doe@Contoso.com", "CONTOSO\\jdoe", "CONTOSO\\\\jdoe", "jdoe", "SRV-PRINT01", "srv-print01", "10.0.4.8",
        "\\\\FS01\\share", "dc1.contoso.local", "+44 20 7946 0958", "user-1", "USER-1b", "person-1", "customer-1.example",
        "customer-1", ".example", "user-", "1", "12", "b", "-", "_", ".", "@", "\\n", "\n", " ", "\"", "'", "host-1", "é", "ſ", "/",
        "https://login.microsoftonline.com/x", "phone-1", "company-2", "domain-1", "José O'Brien-Łuk",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join)
POLICIES = st.sampled_from([*Policy])


def make(policy: Policy = Policy.IDENTITIES_AND_HOSTS, kept: dict[str, str] | None = None) -> Pseudonyms:
    return Pseudonyms(policy, kept or {}, people=PEOPLE, companies=COMPANIES)


@given(TEXTS, POLICIES)
def test_every_text_comes_back_exactly(text: str, policy: Policy) -> None:
    names = make(policy)
    assert names.restore(names.hide(text)) == text


@given(st.lists(TEXTS, min_size=1, max_size=4), POLICIES)
def test_later_turns_use_the_same_names(texts: list[str], policy: Policy) -> None:
    first = make(policy)
    hidden = [first.hide(text) for text in texts]
    later = make(policy, dict(first.kept))
    for text, seen in zip(texts, hidden, strict=True):
        assert later.restore(seen) == text
        again = later.hide(text)
        assert later.restore(again) == text
        assert make(policy, dict(later.kept)).hide(text) == again
    assert {name: later.kept[name] for name in first.kept} == first.kept


@given(TEXTS)
def test_a_stream_may_be_cut_anywhere(text: str) -> None:
    names = make()
    hidden = names.hide(text)
    longest = max(map(len, names.kept), default=0)
    for cut in range(len(hidden) + 1):
        restorer = Restorer(names)
        shown = restorer.feed(hidden[:cut])
        assert len(restorer._waiting) <= longest
        assert shown + restorer.feed(hidden[cut:]) + restorer.close() == text
    one_by_one = Restorer(names)
    assert "".join([*map(one_by_one.feed, hidden), one_by_one.close()]) == text


@given(TEXTS)
def test_no_name_that_was_hidden_stays_as_a_word(text: str) -> None:
    names = make()
    hidden = names.hide(text)
    rest = PSEUDONYM.sub("\0", hidden)
    for name in ["jane.doe@contoso.com", "Jane Doe", "José O'Brien-Łuk", "Contoso Ltd", "Acme (UK)", "SRV-PRINT01"]:
        assert not re.search(rf"(?<![\w.@-]){re.escape(name)}(?![\w.@-])", rest), hidden


@given(TEXTS)
def test_two_names_never_share_a_pseudonym(text: str) -> None:
    names = make()
    names.hide(text)
    assert len({(name.rsplit("-", 1)[0], value) for name, value in names.kept.items()}) == len(names.kept)


def test_what_a_model_sees() -> None:
    names = make()
    text = "Jane Doe (jane.doe@contoso.com, CONTOSO\\jdoe) at Contoso Ltd: \\\\FS01\\scans on SRV-PRINT01, 10.0.4.8. Jane's PC"
    assert names.hide(text) == (
        "person-1 (user-1@customer-1.example, domain-1\\user-2) at company-1: \\\\host-1\\scans on host-2, host-3. person-1b's PC"
    )
    assert "SRV-PRINT01" in make(Policy.IDENTITIES).hide(text)
    assert make(Policy.OFF).hide(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Sign in at https://login.microsoftonline.com/common and outlook.office.com",
        "HKLM\\SOFTWARE\\Policies, C:\\Windows\\System32, NT AUTHORITY\\SYSTEM, BUILTIN\\Administrators",
        "KB5034441, event 4625, 0x80070005, 2026-01-05 10:33:12, 10.0.19045.4529, S-1-5-21-3623811015-3361044348-30300820",
        "6f0d4e2a-9b1c-4d7e-8a53-2c1f0e9d8b7a 00-1A-2B-3C-4D-5E 1.2.840.113556",
        "I will do it, mark it as done",
    ],
)
def test_what_names_nobody_is_left(text: str) -> None:
    assert make(Policy.IDENTITIES).hide(text) == text


@pytest.mark.parametrize(
    ("written", "restored"),
    [
        ("Ask USER-1 or User-1.", "Ask jane.doe or jane.doe."),
        ("_user-1_, **user-1**, user-1's", "_jane.doe_, **jane.doe**, jane.doe's"),
        (json.dumps({"text": "line\nuser-1@customer-1.example"}), json.dumps({"text": "line\njane.doe@contoso.com"})),
        ("The tenant of customer-1 and customer-1.", "The tenant of contoso.com and contoso.com."),
        ("user-12 superuser-1 user-1x", "user-12 superuser-1 user-1x"),
    ],
)
def test_how_a_model_may_write_them(written: str, restored: str) -> None:
    names = make()
    names.hide("jane.doe@contoso.com")
    assert names.restore(written) == restored


@given(st.from_regex(r"[A-Z]{3,8}\\[a-z]{3,9}", fullmatch=True))
def test_what_comes_back_into_json_is_json(account: str) -> None:
    names = make()
    answer = json.dumps({"text": names.hide(account)})
    assert json.loads(names.restore(answer)) == {"text": account}


def test_another_spelling_is_a_form_of_the_same_name() -> None:
    names = make()
    assert (
        names.hide("jane.doe@contoso.com Jane.Doe@contoso.com")
        == "user-1@customer-1.example user-1b@customer-1.example"
    )


def test_names_that_nobody_made_are_told() -> None:
    names = make()
    names.hide("jane.doe@contoso.com, user-7")
    assert names.leftovers("user-1, USER-7, user-9, person-3 and customer-4.example") == [
        "user-9", "person-3", "customer-4.example"
    ]  # fmt: skip
    assert make(Policy.OFF).leftovers("user-9") == []


def test_a_stream_holds_back_only_what_may_become_a_name() -> None:
    names = make()
    names.hide("jane.doe@contoso.com")
    restorer = Restorer(names)
    assert [restorer.feed(piece) for piece in ("We us", "e us", "er", "-1", " now")] == [
        "We ",
        "use ",
        "",
        "",
        "jane.doe now",
    ]


def test_who_is_hidden_later_comes_back_across_a_cut_too() -> None:
    """As when a second endpoint is given more of the session than the first."""
    names = make()
    names.hide("jane.doe@contoso.com")
    assert Restorer(names).feed("user") == ""
    hidden = names.hide("Ask SRV-PRINT01.")
    restorer = Restorer(names)
    assert "".join([*map(restorer.feed, hidden), restorer.close()]) == "Ask SRV-PRINT01."
