"""The composer: every outcome in both kinds, no more certain than the evidence, and safe to show."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from resolvent.notes.composer import compose
from resolvent.notes.composer_phrases import in_the_past, telling_lines
from resolvent.notes.grounding import check
from resolvent.notes.structure import TITLES, Kind, render
from resolvent.notes.writer_evidence import write_evidence
from resolvent.sessions.evidence import CheckItem, Evidence, FactItem, FixStatus, GenerationItem
from tests.notes.evidence import after, check_item, evidence, fact, fix, sessions, ticket
from tests.notes.pinned import pinned

KNOWN = (
    fact(1, "Event 7031 appears 4 times on SRV-PRINT"),
    check_item(1, "Is the spooler running?", "no, it is stopped"),
)
TITLE = "Restart the print spooler"


def write(given_evidence: Evidence, kind: Kind = Kind.RESOLUTION) -> dict[str, str]:
    """The rendered sections by title."""
    parts = re.split(r"^## (.*)\n\n", render(compose(given_evidence, kind)), flags=re.MULTILINE)
    return {title: text.strip() for title, text in zip(parts[1::2], parts[2::2], strict=True)}


def tried(status: FixStatus, **more: object) -> Evidence:
    return evidence(*KNOWN, fix(1, TITLE, status, rationale="The spooler crashed.", **more))


def test_one_fact_gives_four_sections() -> None:
    told = write(evidence(fact(1, "disk queue length is 14"), on=ticket("Slow PC", number=None)))
    assert told == {
        "Problem": "Slow PC.",
        "What we confirmed": "Disk queue length is 14.",
        "Root cause": "No root cause was established.",
        "Resolution": "No fix has been applied so far.",
    }


def test_success_closes() -> None:
    told = write(tried("applied_success"))["Resolution"]
    assert told == (
        "On 24 November 2026 at 15:30 we restarted the print spooler, which solved the problem; this was verified at 15:48. "
        "The problem is resolved."
    )


def test_failed_says_why_and_that_it_goes_on() -> None:
    told = write(tried("applied_failed", failure_reason="it stopped again"))["Resolution"]
    assert told == (
        "On 24 November 2026 at 15:30 we restarted the print spooler, but this did not help: it stopped again. "
        "The problem is not resolved yet, and we are looking for another cause."
    )


def test_partial_says_what_is_left() -> None:
    state = tried("applied_partial", partial_notes="prints from Word, not from Outlook")
    assert write(state)["Resolution"] == (
        "On 24 November 2026 at 15:30 we restarted the print spooler. This helped only in part: prints from Word, not from "
        "Outlook. The problem is not fully resolved yet, and we are looking into what is left."
    )
    handoff = write(state, Kind.ESCALATION)
    assert "This helped only in part: prints from Word, not from Outlook." in handoff["What we've tried"]
    assert handoff["Suggested next steps"] == "Look into what is left: “prints from Word, not from Outlook”."


RATIONALE = (
    "The spooler carries every print job. When it has stopped, nothing prints.\n\nEvidence: The spooler is stopped.\n\n"
    "Likeliest cause: the print spooler has stopped (77 %).\n\nRisk: low. Nobody can print for a few seconds."
)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Enabled PoE on port 12", "enabled PoE on port 12"),
        ("Enabling PoE on port 12", "enabled PoE on port 12"),
        ("Resetting the switch", "reset the switch"),
        ("Removing the driver", "removed the driver"),
        ("Recabled the rack", "recabled the rack"),
        ("Re-routed both lines", "re-routed both lines"),
        ("Bound it to the other site", "bound it to the other site"),
        ("Threw the add-in out", "threw the add-in out"),
        ("Shared folder gone", None),
        ("Rusted gates", None),
        ("Morning coffee", None),
    ],
)
def test_what_an_engineer_did_is_told_in_the_past(title: str, told: str | None) -> None:
    assert in_the_past(title) == told


def test_the_root_cause_is_the_one_that_the_rationale_names() -> None:
    told = write(evidence(*KNOWN, fix(1, TITLE, "applied_success", rationale=RATIONALE)))
    assert told["Root cause"] == (
        "The likeliest cause was this: “the print spooler has stopped”. This was not proven separately."
    )


def test_a_hypothesis_is_the_reason_without_risk_and_aftercare() -> None:
    for rationale in (RATIONALE, RATIONALE.replace("\n\n", " ")):
        told = write(evidence(*KNOWN, fix(1, TITLE, rationale=rationale)), Kind.ESCALATION)["Current hypothesis"]
        assert told == (
            "The suggested fix rests on this (with 80 % confidence): “The spooler carries every print job. When it has"
            " stopped, nothing prints”."
        )


def test_a_check_tells_its_answer_before_its_command_and_a_command_only_where_its_output_was_seen() -> None:
    lines = "first floor prints\nsecond floor does not\nthe rest was closed"
    items = (
        check_item(1, "Is the spooler running?", "stopped (from the output)", "Get-Service Spooler"),
        check_item(2, "Is C: full?", "less than 10 GB free (“FreeGB : 3.2”, from the output)", "Get-Volume C"),
        check_item(3, "Does a service run?", "Status   Name\nStopped  Spooler", "Get-Service Spooler"),
        check_item(4, "Does the printer answer?", "it answers", "ping PRN-01"),
        check_item(5, "Is the queue empty?", "no (“he read it from the output) of a screen”)", "Get-PrintJob"),
        check_item(6, "Look at the clock", "4 minutes slow", "w32tm /query /status"),
        check_item(7, "Who can print?", lines, "Get-Printer"),
    )
    assert write(evidence(*items), Kind.ESCALATION)["What we've confirmed"].splitlines() == [
        "- Is the spooler running? Stopped (from the output of `Get-Service Spooler`).",
        "- Is C: full? Less than 10 GB free (“FreeGB : 3.2”, from the output of `Get-Volume C`).",
        "- Does a service run? Status Name Stopped Spooler (`Get-Service Spooler`).",
        "- Does the printer answer? It answers.",
        "- Is the queue empty? No (“he read it from the output) of a screen”).",
        "- Looked at the clock: 4 minutes slow.",
        "- Who can print? “first floor prints … the rest was closed”.",
    ]
    told = write_evidence(evidence(*items), Kind.ESCALATION, "1")
    assert [one for one in ("Get-Service Spooler", "Get-Volume C", "ping", "PrintJob", "w32tm") if one in told] == [
        "Get-Service Spooler",
        "Get-Volume C",
    ]
    assert "Get-Service" not in write(evidence(*items))["What we confirmed"]


def test_what_a_fact_says_no_check_tells_the_customer_again() -> None:
    items = (
        fact(1, "Since when: since Monday, after the move"),
        check_item(1, "Since when does it happen?", "Since Monday, after the move."),
        check_item(2, "Who else has it?", "nobody"),
    )
    told = write(evidence(*items))["What we confirmed"]
    assert told == "- Since when: since Monday, after the move.\n- Who else has it? Nobody."
    assert "Since when does it happen?" in write(evidence(*items), Kind.ESCALATION)["What we've confirmed"]


@pytest.mark.parametrize("status", ["dismissed", "proposed"])
def test_what_was_not_applied_is_not_claimed(status: FixStatus) -> None:
    told = write(tried(status))
    assert told["Resolution"] == "No fix has been applied so far."
    assert "spooler" not in told["Root cause"]
    assert write(tried(status), Kind.ESCALATION)["What we've tried"] == "No fix has been tried yet."


def test_a_proposed_fix_is_the_next_engineers_hypothesis() -> None:
    handoff = write(tried("proposed"), Kind.ESCALATION)
    assert handoff["Current hypothesis"] == (
        "The suggested fix rests on this (with 80 % confidence): “The spooler crashed”."
    )
    assert "has not been applied: “Restart the print spooler”" in handoff["Suggested next steps"]
    assert "spooler crashed" not in render(compose(tried("dismissed"), Kind.ESCALATION))


def test_applied_without_an_outcome_claims_no_effect() -> None:
    told = write(tried("proposed", applied_at=after(30)))["Resolution"]
    assert "we restarted the print spooler. Whether it helped has not been recorded yet." in told
    assert told.endswith("The problem is not confirmed as resolved yet.")


def test_a_superseded_fix_that_was_tried_is_told_first() -> None:
    first = fix(1, TITLE, "applied_failed", failure_reason="it stopped again", active=False, verified_at=after(33))
    second = fix(2, "Clear the print queue", "applied_success", applied_at=after(40))
    told = write(evidence(*KNOWN, first, second))["Resolution"]
    assert told.index("restarted the print spooler, but") < told.index("At 15:40 we cleared the print queue")
    assert told.endswith("The problem is resolved.")


def test_a_success_that_a_later_failure_undid_does_not_close() -> None:
    first = fix(1, TITLE, "applied_success", active=False)
    second = fix(2, "Clear the print queue", "applied_failed", applied_at=after(60), verified_at=after(70))
    told = write(evidence(first, second))["Resolution"]
    assert "did not stay resolved" in told
    assert told.endswith("The problem is not resolved yet, and we are looking for another cause.")


def test_internal_facts_stay_out_of_the_customers_note() -> None:
    state = evidence(*KNOWN, fact(2, "The customer owes 3 invoices", internal=True, important=True))
    assert "invoices" not in render(compose(state, Kind.RESOLUTION))
    assert "invoices" in render(compose(state, Kind.ESCALATION))


def test_a_cause_is_stated_on_success_and_guessed_otherwise() -> None:
    cause = fact(2, "the spooler stopped because a corrupt job crashed it")
    solved = evidence(*KNOWN, cause, fix(1, TITLE, "applied_success"))
    assert write(solved)["Root cause"] == "The spooler stopped because a corrupt job crashed it."
    unsolved = write(evidence(*KNOWN, cause, fix(1, TITLE, "applied_failed")))["Root cause"]
    assert unsolved.startswith("Most likely: “the spooler stopped because a corrupt job crashed it”.")


def test_words_of_others_that_claim_too_much_are_quoted() -> None:
    told = write(evidence(fact(1, "It is fixed now"), fix(1, TITLE, "applied_failed")))["What we confirmed"]
    assert told == "Noted in the session: “It is fixed now”."


def test_the_reporter_is_named_and_quoted() -> None:
    case = ticket(
        "Nothing prints", description="Hi,\n\nsince Monday. Help!\n\nRegards\nAnna", company="Contoso", contact="Anna"
    )
    told = write(evidence(on=case))["Problem"]
    assert told == "Anna (Contoso) reported: “Nothing prints”. In detail: “since Monday. Help!”."


def test_times_are_those_of_the_account() -> None:
    state = replace(tried("applied_success"), time_zone="America/New_York")
    assert "On 24 November 2026 at 09:30 we restarted" in write(state)["Resolution"]


def test_a_pasted_output_is_cut_to_its_telling_lines() -> None:
    pasted = "\n".join(["Name  Status", "----  ------", *(f"svc{n}  Running" for n in range(50)), "Spooler  Stopped"])
    assert telling_lines(pasted) == "Spooler Stopped"
    told = write(evidence(check_item(1, "Check the services", pasted)))["What we confirmed"]
    assert told == "Checked the services: the output says “Spooler Stopped”."


def test_scripts_and_secrets_are_left_out() -> None:
    script = "$p = Get-PrintJob\nRemove-PrintJob $p"
    state = evidence(
        fact(1, script), fact(2, "the password is Winter2026!"), check_item(1, "Run it", script), on=ticket(script)
    )
    for kind in Kind:
        assert "Winter2026" not in render(compose(state, kind))
    assert "Get-PrintJob" not in render(compose(state, Kind.RESOLUTION))


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Restart the print spooler", "restarted the print spooler"),
        ("Clear the queue and restart the spooler.", "cleared the queue and restarted the spooler"),
        (
            "Stop the service, delete the cache, then start it",
            "stopped the service, deleted the cache, then started it",
        ),
        ("Reset the password", "reset the password"),
        ("Stop the program, then update or reinstall it", "stopped the program, then updated or reinstalled it"),
        ("Restart the server or its share", "restarted the server or its share"),
        ("Repair the component store and install KB5034441", "repaired the component store and installed KB5034441"),
        ("Remove the profile and recreate mail settings", "removed the profile and recreated mail settings"),
        ("Reset the update and restart policies", "reset the update and restart policies"),
        ("Apply update KB5034441", "applied update KB5034441"),
        ("DNS flush", None),
        ("Restart", None),
    ],
)
def test_titles_are_told_in_the_past(title: str, told: str | None) -> None:
    assert in_the_past(title) == told


def test_a_secret_by_its_place_in_a_command_is_left_out() -> None:
    state = evidence(fact(1, "net use Q: \\\\FS2\\pub Quarz.Moor61 /user:pub\\svc_copy"))
    for kind in Kind:
        note = compose(state, kind)
        assert "Quarz.Moor61" not in render(note)
        assert check(note, state) == []


def test_what_was_restored_is_a_deed_and_no_success() -> None:
    applied = fix(
        1, "Restore C:\\Shares\\plan.xlsx and add an exclusion", "applied_failed", failure_reason="nothing changed"
    )
    for kind in Kind:
        assert check(compose(evidence(*KNOWN, applied), kind), evidence(*KNOWN, applied)) == []


@pinned(60)
@given(sessions())
def test_every_note_has_its_sections_and_nothing_of_others_becomes_markup(given_evidence: Evidence) -> None:
    for kind in Kind:
        note = compose(given_evidence, kind)
        assert tuple(section.title for section in note.sections) == TITLES[kind]
        assert all(
            claim.text.strip() and "\n" not in claim.text for section in note.sections for claim in section.claims
        )
        known = set(given_evidence.labels())
        assert all(set(claim.evidence) <= known for section in note.sections for claim in section.claims)
        tokens = MarkdownIt("commonmark", {"html": True}).parse(render(note))
        assert [
            token.content for token, before in zip(tokens[1:], tokens, strict=False) if before.type == "heading_open"
        ] == [*TITLES[kind]]
        inline = {child.type for token in tokens for child in token.children or ()}
        assert inline <= {"text", "code_inline", "softbreak"}
        assert {token.type for token in tokens} <= {
            *("heading_open", "heading_close", "inline", "paragraph_open", "paragraph_close"),
            *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
        }


def test_the_script_of_an_applied_fix_is_named_and_its_values_stay_inside() -> None:
    applied = fix(1, "Restart the print spooler", "applied_success")
    values = (("host", "PRN-01"), ("password", "********"))
    made = (
        GenerationItem("G1", "Clear the print queue", values, after(25), "X1"),
        GenerationItem("G2", "Made too late", values, after(40), "X1"),
    )
    session = evidence(applied, generations=made)
    customer, internal = (render(compose(session, kind)) for kind in (Kind.RESOLUTION, Kind.ESCALATION))
    for note in (customer, internal):
        assert "restarted the print spooler with the script “Clear the print queue”, which solved" in note
    assert "PRN-01" not in customer
    assert "Made too late" not in customer
    assert "generated from the template “Clear the print queue”" in internal
    assert "`password` = “`********`”" in internal
    for kind in (Kind.RESOLUTION, Kind.ESCALATION):
        assert check(compose(session, kind), session) == []
    same = evidence(applied, generations=(GenerationItem("G1", "restart the print spooler", (), after(25), "X1"),))
    assert "with the script" not in render(compose(same, Kind.RESOLUTION))


def test_a_finding_that_is_both_fact_and_check_is_told_once() -> None:
    told = "The Print Spooler service is stopped (“stopped since the power cut”)."
    other = check_item(2, "Is the cable in?", "yes")
    in_words = "stopped (“stopped since the power cut”)"
    shown = "stopped (“stopped since the power cut”, from the output)"
    for kind, result, teller in (
        (kind, result, teller)
        for kind, teller in ((Kind.ESCALATION, ("C1", "F1")), (Kind.RESOLUTION, ("F1", "C1")))
        for result in (in_words, shown)
    ):
        check = check_item(1, "Is the Print Spooler service running?", result, "Get-Service -Name Spooler")
        known = compose(evidence(fact(1, told), check, other), kind).sections[1].claims
        assert sorted(claim.evidence for claim in known) == sorted([teller, ("C2",)])
        assert sum(claim.text.count("power cut") for claim in known) == 1


def test_an_answer_to_a_general_question_is_told_without_the_question() -> None:
    items: list[FactItem | CheckItem] = [
        fact(1, "Since when: since Monday"),
        check_item(1, "Since when does it happen, and is it always or now and then?", "since Monday"),
        fact(2, "No error is shown"),
        check_item(2, "What is the exact error text or code, and where is it shown?", "No error is shown"),
    ]
    known = compose(evidence(*items), Kind.ESCALATION).sections[1].claims
    assert [claim.text for claim in known] == ["Since when: since Monday.", "No error is shown."]


def test_an_important_fact_is_told_as_it_is_written() -> None:
    check = check_item(1, "Is the Print Spooler service running?", "stopped")
    fact_too = fact(1, "The Print Spooler service is stopped.", important=True)
    known = compose(evidence(fact_too, check), Kind.ESCALATION).sections[1].claims
    assert [(claim.text, claim.evidence) for claim in known] == [(fact_too.text, ("F1", "C1"))]


def test_one_sentence_that_answers_three_questions_is_told_once_for_each() -> None:
    said = "yesterday, nothing changed, only him"
    questions = {
        "Since when": "Since when does it happen, and is it always or now and then?",
        "What changed before": "What changed shortly before: updates, hardware, password, network, move?",
        "Who is affected": "Who else has it: only this user or device, or others too?",
    }
    facts = [fact(number, f"{label}: {said}") for number, label in enumerate(questions, 1)]
    checks = [check_item(number, title, said) for number, title in enumerate(questions.values(), 1)]
    for kind in Kind:
        known = compose(evidence(*facts, *checks), kind).sections[1].claims
        assert sorted(sorted(claim.evidence) for claim in known) == [["C1", "F1"], ["C2", "F2"], ["C3", "F3"]]


def test_what_is_known_is_no_next_step() -> None:
    known = [fact(1, "Since when: on Monday"), fact(2, "Who is affected: only her")]
    changed = check_item(1, "What changed shortly before: updates, hardware, password, network, move?", "a new dock")
    for items, told in ((known, "Find out what changed before."), ([*known, changed], "Look for the cause")):
        given_evidence = evidence(*items)
        composed = compose(given_evidence, Kind.ESCALATION)
        assert composed.sections[-1].claims[0].text.startswith(told)
        assert not check(composed, given_evidence)


def test_what_a_message_names_as_its_cause_is_no_root_cause() -> None:
    shown = fact(1, "Reported: I see: “The connection cannot proceed because authentication is not enabled”")
    applied = fix(1, "Enable network level authentication", "applied_success")
    session = evidence(shown, applied)
    note = write(session)
    assert "because" not in note["Root cause"]
    assert "because authentication is not enabled" in note["What we confirmed"]
    assert check(compose(session, Kind.RESOLUTION), session) == []
    told = fact(1, "It failed because authentication was not enabled")
    assert "because authentication" in write(evidence(told, applied))["Root cause"]


def test_a_handoff_tells_what_was_tried_in_vain_where_it_tells_the_fixes() -> None:
    given_evidence = evidence(fact(1, "Event 7031 appears"), fact(2, "Tried without success: rebooted it, no change"))
    told = write(given_evidence, Kind.ESCALATION)
    assert told["What we've confirmed"] == "Event 7031 appears."
    assert told["What we've tried"] == "Tried without success: rebooted it, no change."
    assert check(compose(given_evidence, Kind.ESCALATION), given_evidence) == []


def test_a_handoff_sends_nobody_to_ask_what_is_told() -> None:
    known = evidence(fact(1, "Since when: on Monday"), fact(2, "What changed before: a new switch"))
    note = compose(known, Kind.ESCALATION)
    assert write(known, Kind.ESCALATION)["Suggested next steps"] == "Find out who else is affected."
    assert check(note, known) == []
    one = evidence(fact(1, "Who is affected: only hers"))
    told = write(one, Kind.ESCALATION)["Suggested next steps"]
    assert told == "Find out since when it happens and what changed before."
    assert check(compose(one, Kind.ESCALATION), one) == []


def test_a_cause_that_somebody_told_is_not_reported_most_likely() -> None:
    told = evidence(fact(1, "Reported: the logs grow because the backup fails"))
    assert (
        write(told, Kind.ESCALATION)["Current hypothesis"] == "Most likely: “the logs grow because the backup fails”."
    )
    assert check(compose(told, Kind.ESCALATION), told) == []
    assert check(compose(told, Kind.RESOLUTION), told) == []
