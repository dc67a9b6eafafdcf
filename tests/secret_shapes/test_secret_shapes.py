"""Secrets are found by their shape, and what only looks like one is left as it is."""

import gzip
import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import resolvent
from resolvent import masking
from resolvent.secret_shapes import MASK, find_secrets, mask_secrets, mask_together
from resolvent.secret_shapes.finding import RULES, rules_for
from resolvent.secret_shapes.names import Strength, strength_of
from resolvent.secret_shapes.rules import Rule, find_by
from resolvent.secret_shapes.tokens import TOKENS
from tests.secret_shapes.corpus import Example, read_examples

SECRETS, HARMLESS = read_examples("secrets.txt"), read_examples("harmless.txt")
DATA = Path(__file__).parents[3] / "shared" / "data" / "secrets.jsonl.gz"
SAMPLES = st.sampled_from([example.text for example in [*SECRETS, *HARMLESS]])
PIECES = st.sampled_from(
    ["password", "Password: ", "pw ", " is ", "=", '"', "'", "\\", "\n", " ", "`", "$", "********", "net user ", "-p ", "://", "a:",
     "@", "token", "key", ",", ";", "|", "---", "{", "}", "<", ">", "Winter2026!", "hunter", "curl -u ", "Bearer ", "eyJ", "-----BEGIN ",
     "PRIVATE KEY-----", "backup codes:", "A1B2-C3D4", "é", "\ud800", "\0", "ßẞİ", "…"]
)  # fmt: skip


def name_of(example: Example) -> str:
    return example.text[:40]


@pytest.mark.parametrize("example", SECRETS, ids=name_of)
def test_a_secret_is_found(example: Example) -> None:
    masked = {at for start, end in find_secrets(example.text) for at in range(start, end)}
    for start, end in example.secrets:
        assert masked >= set(range(start, end)), example.text[start:end]


@pytest.mark.parametrize("example", SECRETS, ids=name_of)
def test_little_else_is_masked(example: Example) -> None:
    masked = {at for start, end in find_secrets(example.text) for at in range(start, end)}
    declared = {at for start, end in example.secrets for at in range(start, end)}
    frame = sum(map(len, (line for line in example.text.replace("\\n", "\n").splitlines() if "-----" in line)))
    assert len(masked - declared) <= frame + 8


@pytest.mark.parametrize("example", HARMLESS, ids=name_of)
def test_what_is_harmless_stays(example: Example) -> None:
    assert mask_secrets(example.text) == example.text


def test_there_are_enough_examples() -> None:
    assert sum(len(example.secrets) for example in SECRETS) >= 80
    assert len(HARMLESS) >= 60


@given(SAMPLES | st.lists(PIECES | st.text(max_size=6), max_size=30).map("".join))
def test_masking_twice_is_masking_once(text: str) -> None:
    masked = mask_secrets(text)
    assert mask_secrets(masked) == masked


@given(st.lists(PIECES | st.text(st.characters(), max_size=6), max_size=30).map("".join))
def test_spans_are_in_order_and_disjoint(text: str) -> None:
    spans = find_secrets(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(SAMPLES, st.text("abc é\n", max_size=20))
def test_offsets_are_of_code_points(text: str, before: str) -> None:
    lead = before + "\n\n"
    moved = [(start + len(lead), end + len(lead)) for start, end in find_secrets(text)]
    assert find_secrets(lead + text) == moved


@pytest.mark.parametrize(
    "run",
    ["password=", "key ", "pass: '", "-----BEGIN PRIVATE KEY-----\n", "net user ", "a://b:", "password\n---\n", "cookie: a=b;",
     "token is to be ", "backup codes: a1-b2 ", '"', "a,", "|", "<password>", "eyJaaaaaaaaaaaaaaaa.", "{{"],
)  # fmt: skip
def test_hostile_text_takes_no_more_steps_than_its_length(run: str) -> None:
    """Counted in calls of functions, not in time: twice the text is at most about twice the work."""
    small, large = (count_calls((run * (size // len(run) + 1))[:size]) for size in (20_000, 40_000))
    assert large < 2.5 * small + 5_000


def count_calls(text: str) -> int:
    calls = 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal calls
        calls += event == "c_call"

    find_secrets(text[:100])
    sys.setprofile(count)
    try:
        find_secrets(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("rule", TOKENS, ids=lambda rule: rule.name)
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_format_of_an_issuer_is_found(rule: Rule, data: st.DataObject) -> None:
    token = data.draw(st.from_regex(re.compile(rule.pattern.removeprefix("(?-i)"), re.ASCII), fullmatch=True))
    assume(rule.accept(token))
    assert mask_secrets(f"It says {token} here") == f"It says {MASK} here"


@pytest.mark.parametrize(
    ("kind", "rest"), [("glpat", "0" * 6 + "." + "0" * 9), ("gloas", "0" * 29), ("glimt", "0" * 5)]
)
def test_a_long_token_is_masked_to_its_end_where_a_short_one_could_end_within_it(kind: str, rest: str) -> None:
    token = "-".join([kind, "0" * 20, rest])
    assert mask_secrets(f"It says {token} here") == f"It says {MASK} here"


def test_every_rule_can_be_tried() -> None:
    """A hint in capitals would never be found in a text in lower case."""
    assert [rule.name for rule in RULES if not rule.hints or any(hint != hint.lower() for hint in rule.hints)] == []


def test_there_is_one_mask() -> None:
    assert masking.MASK == MASK


@pytest.mark.parametrize(
    ("name", "strength"),
    [
        ("DB_PASSWORD_PROD", Strength.STRONG), ("clientSecret", Strength.STRONG), ("API key", Strength.STRONG),
        ("X-Auth-Token", Strength.FAIR), ("key", Strength.WEAK), ("public_key", Strength.NONE), ("keyboard", Strength.NONE),
        ("password_length", Strength.NONE), ("PasswordLastSet", Strength.NONE), ("max_tokens", Strength.NONE),
        ("PublicKeyToken", Strength.NONE), ("compass", Strength.FAIR), ("accessKeyId", Strength.NONE),
    ],
)  # fmt: skip
def test_what_a_name_says(name: str, strength: Strength) -> None:
    assert strength_of(name) is strength


@pytest.mark.skipif(not DATA.exists(), reason="the development data is not here")
def test_development_data() -> None:
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    missed, altered = [], []
    for row in rows:
        masked = {at for start, end in find_secrets(row["text"]) for at in range(start, end)}
        for start, end in row["secret_spans"]:
            if len(masked & {*range(start, end)}) < 0.8 * (end - start):
                missed.append(row["id"])
        if masked and not row["secret_spans"]:
            altered.append(row["id"])
    secrets = sum(len(row["secret_spans"]) for row in rows)
    harmless = sum(not row["secret_spans"] for row in rows)
    assert len(missed) <= 0.02 * secrets, missed
    assert len(altered) <= 0.02 * harmless, altered


def test_what_we_ship_speaks_of_passwords_and_has_none() -> None:
    """Playbooks and script templates: hundreds of real commands."""
    shipped = sorted(Path(resolvent.__file__).parent.rglob("*.yaml"))
    assert len(shipped) > 50
    found = {path.name: list(masks_of(path.read_text(encoding="utf-8"))) for path in shipped}
    assert {name: masks for name, masks in found.items() if masks} == {}


def masks_of(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in find_secrets(text))


def test_what_is_masked_is_the_operand_alone() -> None:
    assert list(masks_of('net user bob "Autumn Leaf 42" /add')) == ["Autumn Leaf 42"]
    assert mask_secrets("Password: Winter2026!, then reboot") == f"Password: {MASK}, then reboot"


@pytest.mark.parametrize("kind", ["secrets", "harmless"])
def test_one_look_for_all_rules_finds_what_each_rule_finds(kind: str) -> None:
    for example in read_examples(f"{kind}.txt"):
        for text in (example.text, *example.text.splitlines()):
            matching = [rule.name for rule in rules_for(text) if list(find_by(rule, text, text.lower()))]
            each = [rule.name for rule in RULES if list(find_by(rule, text, text.lower()))]
            assert matching == each, text


def test_a_secret_is_masked_wherever_it_stands_again() -> None:
    """Also before the line that says what it is; a word of the language, said once as a password, stays elsewhere."""
    key = "Regen+Bogen=Fisch7"
    told = f"It hangs on the board: {key}\nKey Content : {key}\nThen ({key})."
    assert mask_secrets(told) == f"It hangs on the board: {MASK}\nKey Content : {MASK}\nThen ({MASK})."
    assert mask_secrets("The password is monitoring. Is monitoring on?").endswith("Is monitoring on?")


def test_what_one_text_shows_to_be_a_secret_is_masked_in_all() -> None:
    said = ["her password is Fl!eder-Baum_19", "webmail takes Fl!eder-Baum_19 without a problem", "nothing here"]
    assert mask_together(said) == [
        "her password is ********",
        "webmail takes ******** without a problem",
        "nothing here",
    ]
    assert mask_together([]) == []


def test_a_plain_word_that_was_a_secret_stays_a_word_elsewhere() -> None:
    assert mask_together(["the password is Sommer", "Sommer GmbH calls"])[1] == "Sommer GmbH calls"


@given(st.lists(st.sampled_from(["password: Zx9!kL0pQ", "Zx9!kL0pQ again", "token=abc", "plain"]), max_size=4))
def test_masked_together_nothing_is_left_and_twice_is_once(texts: list[str]) -> None:
    hidden = mask_together(texts)
    assert mask_together(hidden) == hidden
    assert [mask_secrets(one) for one in hidden] == hidden
    if any(one.startswith("password") for one in texts):
        assert "Zx9!kL0pQ" not in " ".join(hidden)
