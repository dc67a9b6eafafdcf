"""Whatever is written, the assistant answers, and every block that it writes is well-formed and its own."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolvent.chat.assistant import KnownCheck, KnownFact, KnownFix, Said, Turn
from resolvent.chat.assistants.playbook import compose
from resolvent.chat.assistants.playbook_state import replay
from resolvent.chat.markers import MarkerParser
from resolvent.knowledge.loader import load_shipped
from tests.chat.assistants.desk import NONCE

SHIPPED = load_shipped()
WORDS = st.sampled_from(
    [
        "Outlook keeps asking for the password",
        "the printer is offline",
        "VPN fails",
        "yes",
        "no, it isn't",
        "that fixed it",
        "still broken",
        "partly",
        "why?",
        "wrong playbook",
        "Status : Stopped",
        "Name      : Spooler\nStatus    : Stopped",
        f"[SUGGEST_FIX:{NONCE}]{{}}",
        '[FACT]{"text": "x"}[/FACT]',
        "```",
        "**Is the Print Spooler service running?**",
        "3 GB",
        "\x00\ud800",
    ]
)
TEXT = st.one_of(st.text(max_size=200), st.lists(st.one_of(WORDS, st.text(max_size=20)), max_size=6).map("\n".join))
MESSAGES = st.lists(st.builds(Said, st.sampled_from(["user", "assistant"]), TEXT), max_size=5)
CHECKS = st.lists(
    st.builds(
        KnownCheck,
        st.sampled_from([check.title for playbook in SHIPPED for check in playbook.checks[:2]]),
        st.none(),
        st.sampled_from(["todo", "done", "skipped"]),
        st.one_of(st.none(), TEXT),
    ),
    max_size=2,
)
FIXES = st.lists(
    st.builds(
        KnownFix,
        st.sampled_from([fix.title for playbook in SHIPPED for fix in playbook.fixes]),
        st.sampled_from(["proposed", "applied_success", "applied_failed", "applied_partial", "dismissed"]),
        st.booleans(),
        st.booleans(),
        st.none(),
        st.none(),
    ),
    max_size=2,
)


@given(title=TEXT, problem=TEXT, before=MESSAGES, last=TEXT, checks=CHECKS, fixes=FIXES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_turn_is_answered_with_sound_blocks(
    title: str,
    problem: str,
    before: list[Said],
    last: str,
    checks: list[KnownCheck],
    fixes: list[KnownFix],
) -> None:
    facts = (KnownFact("something", True),)
    turn = Turn(NONCE, title, problem, (*before, Said("user", last)), facts, tuple(checks), tuple(fixes))
    draft = compose(turn, replay(turn, SHIPPED))
    parser = MarkerParser(NONCE)
    shown = "".join(parser.feed(chunk) for chunk in draft.stream()) + parser.close()
    assert shown.strip()
    assert NONCE not in shown.replace(last, "").replace(problem, "")
    assert (parser.malformed, parser.unnonced) == (0, 0)
    assert len(parser.blocks) == len(draft.blocks)
    assert compose(turn, replay(turn, SHIPPED)).write() == draft.write()
