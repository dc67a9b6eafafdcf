"""Plain answers in engineers' words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.numbers import read_number
from resolvent.knowledge.phrases import check_phrase
from resolvent.knowledge.reading import read_message
from resolvent.knowledge.spelling import correct, read_vocabulary
from resolvent.knowledge.words import SCANNED, find_phrase, read_reply, shows_output, split_written


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("yes", "yes"),
        ("Yep, it does.", "yes"),
        ("ok, yes it is", "yes"),
        ("It is.", "yes"),
        ("Correct", "yes"),
        ("no", "no"),
        ("Nope.", "no"),
        ("no, it isn't", "no"),
        ("It doesn't", "no"),
        ("not really", "no"),
        ("No, they can't", "no"),
        ("not sure", "unknown"),
        ("I don't know", "unknown"),
        ("no idea, sorry", "unknown"),
        ("dunno", "unknown"),
        ("Haven't checked yet", "unknown"),
        ("I can't run that", "cannot"),
        ("no access to that server", "cannot"),
        ("skip this one", "cannot"),
    ],
)
def test_a_plain_answer_is_read(text: str, reply: str) -> None:
    found = read_reply(text)
    assert found is not None
    assert found[0] == reply


@pytest.mark.parametrize("text", ["", "The user sits in Berlin.", "…", "banana"])
def test_what_is_no_plain_answer_is_none(text: str) -> None:
    assert read_reply(text) is None


@pytest.mark.parametrize(("text", "reply"), [("I think so", "yes"), ("probably not", "no"), ("yes, I think", "yes")])
def test_a_hedge_is_less_certain(text: str, reply: str) -> None:
    found = read_reply(text)
    assert found is not None
    assert found[0] == reply
    assert found[1] < 1


@pytest.mark.parametrize(
    ("phrase", "sentence", "verdict"),
    [
        ("spooler (is) stopped", "The spooler is stopped.", "said"),
        ("spooler (is) stopped", "The spooler stopped", "said"),
        ("spooler (is) stopped", "The spooler is not stopped.", None),
        ("stopped", "It isn't stopped.", "denied"),
        ("stopped", "It never started, but now it stopped.", "said"),
        ("can't print", "I cant print", "said"),
        ("can't print", "I can’t print", "said"),
        ("jobs ... queue", "The jobs are sitting in the queue", "said"),
        ("jobs ... queue", "Jobs that we sent this morning after the meeting never left the queue", None),
        ("crash*", "it crashes", "said"),
        ("only_me", "It is only me.", "said"),
    ],
)
def test_phrases(phrase: str, sentence: str, verdict: str | None) -> None:
    found = find_phrase(phrase, sentence)
    assert (found[0] if found else None) == verdict


@pytest.mark.parametrize("phrase", ["", "...", "a ...", "a (b)", "a (b", "a?", "a [b]", "a\\|"])
def test_a_bad_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"empty|understood|may be missing"):
        check_phrase(phrase)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("about 3 gigs free", "GB", 3),
        ("2,5 GB", "GB", 2.5),
        ("512 MB", "GB", 0.5),
        ("1 TB left", "GB", 1024),
        ("it's at 97%", "%", 97),
        ("97 percent", "%", 97),
        ("three weeks ago", "days", 21),
        ("two days", "days", 2),
        ("36 hours", "days", 1.5),
        ("12 of them", "count", 12),
        ("seven", "count", 7),
        ("85 ms", "ms", 85),
        ("97", "%", 97),
    ],
)
def test_numbers_with_units(text: str, unit: str, value: float) -> None:
    assert read_number(text, unit) == pytest.approx(value)


@pytest.mark.parametrize(("text", "unit"), [("KB5031234", "GB"), ("no number", "GB"), ("room 12b", "count")])
def test_no_number(text: str, unit: str) -> None:
    assert read_number(text, unit) in (None, 0)


def test_output_questions_and_ifs_are_not_the_engineers_words() -> None:
    written = split_written(
        "It runs. Is it stopped? If it stopped, tell me.\n```\nStatus : Stopped\n```\n> it stopped\nPS C:\\> x"
    )
    assert [one.text for one in written.sentences] == ["It runs."]
    assert "Status : Stopped" in written.whole


def test_of_a_huge_text_head_and_tail_are_read() -> None:
    written = split_written("head " + "x" * 1_000_000 + " tail")
    assert len(written.whole) <= SCANNED + 1
    assert written.whole.startswith("head")
    assert written.whole.endswith("tail")


@given(st.text(max_size=400))
def test_any_text_is_read_without_error(text: str) -> None:
    written = split_written(text)
    reply = read_reply(written.prose)
    assert reply is None or reply[0] in ("yes", "no", "unknown", "cannot")
    for unit in ("GB", "%", "ms", "Mbps", "days", "minutes", "count"):
        number = read_number(text, unit)
        assert number is None or number >= 0


@pytest.mark.parametrize(
    ("phrase", "sentence", "verdict"),
    [
        ("stays open", "no it stays open", "said"),
        ("stays open", "no errors and it stays open", "said"),
        ("is open", "no, that is not open", None),
        ("signed_out", "No: the icon says 'You are signed out'", "said"),
        ("signed_out", "no - signed out", "said"),
        ("signed_out", "Nope — signed out since noon", "said"),
        ("signed_out", "No: it is not signed out", "denied"),
        ("jobs", "no jobs: the queue is empty", "denied"),
        ("affected", "no-one else is affected", "denied"),
        ("found", "found none", "denied"),
        ("errors", "errors: none", "denied"),
        ("in the office", "the colleagues in the office have no trouble", None),
        ("the spooler stopped", "a colleague said the spooler stopped", "said"),
        ("@others ... @well", "the rest of the team works", "said"),
    ],
)
def test_denials_and_other_peoples_states(phrase: str, sentence: str, verdict: str | None) -> None:
    found = find_phrase(phrase, sentence)
    assert (found[0] if found else None) == verdict


def test_a_class_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no class @nobody"):
        check_phrase("@nobody ... works")


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("none of them has run out", None),
        ("nothing wrong there", None),
        ("none of them", "no"),
        ("not checked", "unknown"),
        ("didnt try that one", "unknown"),
        ("cant get onto her machine right now", "cannot"),
        ("I would rather not do that now", "cannot"),
    ],
)
def test_what_only_looks_like_a_plain_answer(text: str, reply: str | None) -> None:
    found = read_reply(text)
    assert (found[0] if found else None) == reply


@pytest.mark.parametrize(
    ("text", "unit", "value"), [("about half", "%", 50), ("two thirds", "%", 66), ("only a few", "count", 3)]
)
def test_numbers_in_words(text: str, unit: str, value: float) -> None:
    assert read_number(text, unit) == value


def test_quite_a_few_is_no_three() -> None:
    assert read_number("quite a few", "count") is None


def test_a_doubt_in_brackets_is_no_question() -> None:
    assert split_written("The gateway is 10.0.0.1 (?)").sentences[0].text.startswith("The gateway is 10.0.0.1")
    assert split_written("Is the gateway 10.0.0.1?").sentences == ()


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("it stoped agian", "it stopped again"),
        ("the Pritner is offline", "the printer is offline"),
        ("blocked and later", "blocked and later"),
        ("form", "form"),
    ],
)
def test_typing_mistakes_are_seen_through(text: str, corrected: str) -> None:
    assert correct(text, read_vocabulary(["stopped|printer", "again", "from", "locked"])) == corrected


@pytest.mark.parametrize(
    "text",
    [
        "TcpTestSucceeded : False",
        "LastBootUpTime : 11/20/2026 9:00:00 AM",
        "State : Running",
        "Status   : stopped",
        "Name : spooler\nStatus : stopped",
        "PS C:\\> Get-Service spooler\nStatus : stopped",
    ],
)
def test_properties_as_a_tool_prints_them_are_no_words(text: str) -> None:
    assert split_written(text).prose.strip() == ""
    assert shows_output(text)


@pytest.mark.parametrize(
    "text",
    ["the printer says : paper jam", "error : he can't open it", "OneDrive : signed out since noon", "my guess : DNS"],
)
def test_a_blank_before_a_colon_alone_makes_no_output(text: str) -> None:
    assert split_written(text).prose == text
    assert not shows_output(text)


def test_pw_is_a_password() -> None:
    book = next(one for one in load_shipped() if one.id == "mapped-drive")
    for said in ("she changed her pw yesterday", "PWD was changed yesterday"):
        heard = read_message(book, said, book.check("changed"))
        assert [one.answer.id for one in heard.readings] == ["password"], said


def test_the_number_of_a_name_is_no_count() -> None:
    assert read_number("only web-prod-2", "count") is None
    assert read_number("23 programs on web-prod-2", "count") == 23
    assert read_number("two", "count") == 2


@pytest.mark.parametrize("text", ["E: has 800 MB free of 500 GB", "for 3 days", "at 95 %"])
def test_what_a_number_measures_is_not_counted(text: str) -> None:
    assert read_number(text, "count") is None


def test_the_head_of_a_block_and_its_command_are_no_words() -> None:
    shown = "vssadmin list writers\n\nWriter name: 'SqlServerWriter'\n   Writer Id: {a65f}\n   State: [8] Failed"
    assert split_written(shown).prose.strip() == ""
    assert split_written("Note: she is back on Monday\nand wants it soon").prose.startswith("Note: she is back")
    assert split_written("Reply from 10.1.1.1: bytes=32 time=23ms TTL=64\nRequest timed out.").prose.strip() == ""
