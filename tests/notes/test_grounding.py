"""Grounding: planted lies are found, truths pass."""

from dataclasses import replace

from resolvent.notes.composer import compose
from resolvent.notes.grounding import check, check_markdown, split_sentences
from resolvent.notes.structure import (
    CAUSE,
    CONFIRMED,
    HYPOTHESIS,
    NEXT_STEPS,
    PROBLEM,
    RESOLUTION,
    TRIED,
    Claim,
    Kind,
    Note,
    Section,
    render,
)
from resolvent.sessions.evidence import Evidence
from tests.notes.evidence import after, check_item, evidence, fact, fix, ticket

SUCCESS = evidence(
    fact(1, "Event 7031 appears 4 times since Monday on SRV-PRINT", important=True),
    fact(2, "The spooler stopped because a corrupt job from WS-117 crashed it"),
    fact(3, "Port 9100 on 10.0.4.12 is not reachable from VLAN 20"),
    fact(4, "The customer owes 3 invoices to accounting", internal=True),
    check_item(1, "Is the print spooler running?", "no, status is Stopped", "Get-Service Spooler"),
    check_item(2, "Check the driver version", "HP Universal Print Driver 7.0.1.24923, dated 2024-03-18"),
    fix(
        1,
        "Restart the print spooler",
        "applied_failed",
        failure_reason="it stopped again after a minute",
        active=False,
        applied_at=after(25),
        verified_at=after(27),
    ),
    fix(2, "Clear the print queue", "applied_success", rationale="A corrupt job blocks the queue."),
    fix(3, "Replace the fuser unit", "dismissed", active=False),
    on=ticket(description="Since Monday nothing prints on HP-3F.", company="Contoso Ltd", contact="Anna Berg"),
)
FAILED = evidence(
    fact(1, "Outlook asks for the password every 10 minutes", important=True),
    fact(2, "OWA works without a prompt"),
    check_item(1, "Run dsregcmd /status", "AzureAdPrt : NO"),
    fix(1, "Remove the stored credentials", "applied_failed", failure_reason="the prompt came back after 5 minutes"),
    on=ticket("Outlook keeps asking for the password", company="Fabrikam", contact="Joe Doe"),
)
PARTIAL = evidence(
    fact(1, "OneDrive reports error 0x8004de40"),
    fix(
        1,
        "Reset the OneDrive client",
        "applied_partial",
        partial_notes="desktop folder syncs, the Finance library does not",
    ),
    on=ticket("OneDrive does not sync", company="Northwind", contact="Sue"),
)
NOTHING = evidence(
    fact(1, "Disk queue length on WS-22 is 14"),
    check_item(1, "Check free disk space", "C: has 1.2 GB free of 237 GB"),
    fix(1, "Reinstall the antivirus agent", "proposed", rationale="The agent scans every file twice."),
    on=ticket("PC is slow", company="Northwind", contact="Sue"),
)

LIES = [
    # Invented or changed hard tokens.
    (SUCCESS, CONFIRMED, "Event 7034 appears 4 times since Monday on SRV-PRINT.", "F1"),
    (SUCCESS, CONFIRMED, "Event 7031 appears 5 times since Monday on SRV-PRINT.", "F1"),
    (SUCCESS, CONFIRMED, "Event 7031 appears 4 times since Tuesday on SRV-PRINT.", "F1"),
    (SUCCESS, CONFIRMED, "Event 7031 appears 4 times since Monday on SRV-PRINT2.", "F1"),
    (SUCCESS, CONFIRMED, "Event 7031 appears 4 times since Monday on SRV-FILE.", "F1"),
    (SUCCESS, CONFIRMED, "Event 7031 appeared 4 times on 21 November.", "F1"),
    (SUCCESS, CONFIRMED, "The corrupt job came from WS-118.", "F2"),
    (SUCCESS, CONFIRMED, "Port 9100 on 10.0.4.21 is not reachable.", "F3"),
    (SUCCESS, CONFIRMED, "Port 515 on 10.0.4.12 is not reachable.", "F3"),
    (SUCCESS, CONFIRMED, "Port 9100 is not reachable from VLAN 30.", "F3"),
    (SUCCESS, CONFIRMED, "The driver version is 7.0.1.24932.", "C2"),
    (SUCCESS, CONFIRMED, "The driver is dated 2024-08-13.", "C2"),
    (SUCCESS, CONFIRMED, "The Canon driver has version 7.0.1.24923.", "C2"),
    (SUCCESS, CONFIRMED, "KB5034441 is installed on the server.", "C2"),
    (SUCCESS, CONFIRMED, "The driver lies in C:\\Drivers\\HP\\old.", "C2"),
    (SUCCESS, PROBLEM, "Maria Berg (Contoso Ltd) reported that nothing prints.", "T"),
    (SUCCESS, PROBLEM, "Anna Berg (Tailspin Toys) reported that nothing prints.", "T"),
    (SUCCESS, PROBLEM, "Anna Berg reported that nothing prints on HP-4F.", "T"),
    (SUCCESS, PROBLEM, "The report came by mail from anna@contoso.example.", "T"),
    (SUCCESS, PROBLEM, "Anna Berg wrote: “the printer is burning”.", "T"),
    (SUCCESS, RESOLUTION, "On 24 November 2026 at 16:30 we cleared the print queue.", "X2"),
    (SUCCESS, RESOLUTION, "On 25 November 2026 at 15:30 we cleared the print queue.", "X2"),
    (SUCCESS, RESOLUTION, "We cleared the print queue, which removed three jobs.", "X2"),
    (SUCCESS, RESOLUTION, "We cleared the print queue with error 0x80070005.", "X2"),
    (NOTHING, CONFIRMED, "Disk queue length on WS-22 is 41.", "F1"),
    (NOTHING, CONFIRMED, "C: has 1.2 MB free of 237 GB.", "C1"),
    (NOTHING, CONFIRMED, "C: has 12 GB free of 237 GB.", "C1"),
    (NOTHING, CONFIRMED, "C: has 1.2 GB free of 512 GB.", "C1"),
    (PARTIAL, CONFIRMED, "OneDrive reports error 0x8004de44.", "F1"),
    (PARTIAL, CONFIRMED, "SharePoint reports error 0x8004de40.", "F1"),
    # Words that were not earned.
    (FAILED, RESOLUTION, "The problem is resolved.", "X1"),
    (FAILED, RESOLUTION, "We removed the stored credentials and the prompt is fixed.", "X1"),
    (FAILED, RESOLUTION, "Outlook is working again.", "X1"),
    (FAILED, RESOLUTION, "We removed the stored credentials, which solved it.", "X1"),
    (FAILED, RESOLUTION, "The prompt no longer appears.", "X1"),
    (FAILED, RESOLUTION, "Removing the credentials was successful.", "X1"),
    (FAILED, CAUSE, "The root cause was the missing token.", "C1"),
    (FAILED, CAUSE, "The prompts were caused by stored credentials.", "X1"),
    (FAILED, CAUSE, "We confirmed that stored credentials are the reason.", "X1"),
    (PARTIAL, RESOLUTION, "OneDrive syncs and the issue is resolved.", "X1"),
    (PARTIAL, RESOLUTION, "The OneDrive client is fully operational.", "X1"),
    (NOTHING, RESOLUTION, "The PC is working normally.", "F1"),
    (NOTHING, CAUSE, "The root cause is the antivirus agent.", "X1"),
    (NOTHING, RESOLUTION, "The slow disk has been fixed.", "F1"),
    # What nobody did, or the evidence denies.
    (NOTHING, RESOLUTION, "We reinstalled the antivirus agent.", "F1"),
    (NOTHING, RESOLUTION, "The antivirus agent was reinstalled.", "X1"),
    (SUCCESS, RESOLUTION, "We replaced the fuser unit.", "X2"),
    (SUCCESS, RESOLUTION, "We updated the printer firmware.", "X2"),
    (SUCCESS, RESOLUTION, "The network switch was replaced.", "X2"),
    (SUCCESS, RESOLUTION, "We reinstalled the print server.", "X1"),
    (SUCCESS, CONFIRMED, "Port 9100 on 10.0.4.12 is reachable from VLAN 20.", "F3"),
    (SUCCESS, CONFIRMED, "The print spooler status is running.", "C1"),
    (FAILED, CONFIRMED, "OWA does not work without a prompt.", "F2"),
    (FAILED, RESOLUTION, "No fix was applied.", "X1"),
    (PARTIAL, RESOLUTION, "The Finance library syncs.", "X1"),
    (SUCCESS, CONFIRMED, "The toner cartridge was empty and leaking.", "F1"),
    (NOTHING, CONFIRMED, "The graphics adapter overheats during video conferences.", "F1"),
    # What a customer must not read, and evidence that is not there.
    (SUCCESS, CONFIRMED, "The customer owes 3 invoices.", "F4"),
    (SUCCESS, CONFIRMED, "There are open invoices in accounting.", "F1"),
    (SUCCESS, RESOLUTION, "We set the password to Winter2026!.", "X2"),
    (SUCCESS, RESOLUTION, "```powershell\n$q = Get-PrintJob\nRemove-PrintJob $q\n```", "X2"),
    (SUCCESS, CONFIRMED, "The spooler stopped because a corrupt job crashed it.", "F9"),
    (SUCCESS, CONFIRMED, "The spooler stopped because a corrupt job crashed it.", ""),
    (SUCCESS, CONFIRMED, "Event 7031 appears 4 times since Monday.", "F3"),
    (SUCCESS, RESOLUTION, "We replaced the fuser unit.", "X3"),
    (SUCCESS, RESOLUTION, "Nothing prints on HP-3F.", "T"),
]

TRUTHS = [
    (SUCCESS, PROBLEM, "Anna Berg (Contoso Ltd) reported that the printer on the third floor prints nothing.", "T"),
    (SUCCESS, PROBLEM, "Since Monday nothing has been printed on HP-3F.", "T"),
    (SUCCESS, PROBLEM, "Anna Berg of Contoso Ltd could not print on the third floor.", "T"),
    (SUCCESS, PROBLEM, "The customer reported: “Since Monday nothing prints on HP-3F”.", "T"),
    (SUCCESS, CONFIRMED, "Event 7031 was logged 4 times since Monday on SRV-PRINT.", "F1"),
    (SUCCESS, CONFIRMED, "On SRV-PRINT, event 7031 appeared four times since Monday.", "F1"),
    (SUCCESS, CONFIRMED, "A corrupt job from WS-117 crashed the spooler.", "F2"),
    (SUCCESS, CONFIRMED, "Port 9100 on 10.0.4.12 cannot be reached from VLAN 20.", "F3"),
    (SUCCESS, CONFIRMED, "Port 9100 on 10.0.4.12 is not reachable from VLAN 20.", "F3"),
    (SUCCESS, CONFIRMED, "The print spooler was not running; its status was Stopped.", "C1"),
    (SUCCESS, CONFIRMED, "The spooler service was stopped.", "C1"),
    (SUCCESS, CONFIRMED, "The driver is HP Universal Print Driver 7.0.1.24923.", "C2"),
    (SUCCESS, CONFIRMED, "We checked the driver version: 7.0.1.24923, dated 2024-03-18.", "C2"),
    (SUCCESS, CONFIRMED, "Is the print spooler running? No, it is stopped.", "C1"),
    (SUCCESS, CAUSE, "The root cause was a corrupt job from WS-117.", "F2"),
    (SUCCESS, CAUSE, "The spooler crash was caused by a corrupt job from WS-117.", "F2"),
    (SUCCESS, CAUSE, "Most likely a corrupt job blocked the queue.", "X2"),
    (SUCCESS, RESOLUTION, "On 24 November 2026 at 15:30 we cleared the print queue.", "X2"),
    (SUCCESS, RESOLUTION, "We cleared the print queue, which resolved the problem.", "X2"),
    (SUCCESS, RESOLUTION, "The print queue was emptied and verified at 15:48.", "X2"),
    (SUCCESS, RESOLUTION, "First we restarted the print spooler, but it stopped again after a minute.", "X1"),
    (SUCCESS, RESOLUTION, "Restarting the print spooler did not help.", "X1"),
    (SUCCESS, RESOLUTION, "The spooler was restarted without success: it stopped again after a minute.", "X1"),
    (SUCCESS, RESOLUTION, "The problem is resolved.", "X2"),
    (SUCCESS, RESOLUTION, "Printing is working again.", "X2"),
    (SUCCESS, RESOLUTION, "The issue has been fixed by clearing the print queue.", "X2"),
    (FAILED, PROBLEM, "Joe Doe (Fabrikam) reported that Outlook keeps asking for the password.", "T"),
    (FAILED, PROBLEM, "Outlook repeatedly asks Joe Doe for his password.", "T"),
    (FAILED, CONFIRMED, "Outlook asks for the password every 10 minutes.", "F1"),
    (FAILED, CONFIRMED, "A password prompt appears in Outlook every 10 minutes.", "F1"),
    (FAILED, CONFIRMED, "OWA works without any prompt.", "F2"),
    (FAILED, CONFIRMED, "The command `dsregcmd /status` showed AzureAdPrt : NO.", "C1"),
    (FAILED, CONFIRMED, "dsregcmd /status reports AzureAdPrt as NO.", "C1"),
    (FAILED, CAUSE, "No root cause was established.", ""),
    (FAILED, CAUSE, "The root cause has not been determined.", "X1"),
    (FAILED, CAUSE, "Most likely the stored credentials are stale.", "X1"),
    (FAILED, RESOLUTION, "We removed the stored credentials, but the prompt came back after 5 minutes.", "X1"),
    (FAILED, RESOLUTION, "Removing the stored credentials did not help.", "X1"),
    (FAILED, RESOLUTION, "The problem is not yet resolved.", "X1"),
    (FAILED, RESOLUTION, "The issue is still unresolved.", "X1"),
    (FAILED, RESOLUTION, "We will contact you once it is fixed.", "X1"),
    (FAILED, RESOLUTION, "On 24 November 2026 at 15:30 the stored credentials were deleted.", "X1"),
    (FAILED, RESOLUTION, "The fix did not work: the prompt returned after 5 minutes.", "X1"),
    (FAILED, RESOLUTION, "We are looking for another cause.", "X1"),
    (PARTIAL, PROBLEM, "Sue (Northwind) reported that OneDrive does not sync.", "T"),
    (PARTIAL, PROBLEM, "OneDrive is not syncing for Sue.", "T"),
    (PARTIAL, CONFIRMED, "OneDrive reports error 0x8004de40.", "F1"),
    (PARTIAL, CONFIRMED, "Error 0x8004de40 is shown by OneDrive.", "F1"),
    (PARTIAL, RESOLUTION, "We reset the OneDrive client, which helped in part.", "X1"),
    (PARTIAL, RESOLUTION, "The desktop folder syncs, the Finance library does not.", "X1"),
    (PARTIAL, RESOLUTION, "The Finance library still does not sync.", "X1"),
    (PARTIAL, RESOLUTION, "The problem is only partially resolved so far.", "X1"),
    (PARTIAL, RESOLUTION, "The problem is not fully resolved yet.", "X1"),
    (NOTHING, PROBLEM, "Sue (Northwind) reported a slow PC.", "T"),
    (NOTHING, PROBLEM, "Sue's computer is slow.", "T"),
    (NOTHING, CONFIRMED, "The disk queue length on WS-22 is 14.", "F1"),
    (NOTHING, CONFIRMED, "Only 1.2 GB of 237 GB are free on C:.", "C1"),
    (NOTHING, CONFIRMED, "We checked the free disk space: 1.2 GB of 237 GB.", "C1"),
    (NOTHING, CAUSE, "The root cause is not known yet.", "F1"),
    (NOTHING, CAUSE, "Possibly the antivirus agent scans every file twice.", "X1"),
    (NOTHING, RESOLUTION, "No fix has been applied so far.", ""),
    (NOTHING, RESOLUTION, "So far no change has been made, and the PC is not fixed.", "F1"),
]


def findings(case: tuple[Evidence, str, str, str]) -> list[str]:
    """The codes for one planted claim; what the note around it leaves out is another matter."""
    given_evidence, section, text, label = case
    note = Note(Kind.RESOLUTION, (Section(section, (Claim(text, (label,) if label else ()),)),))
    return [one.code for one in check(note, given_evidence) if not one.code.startswith("missing")]


def test_planted_lies_are_found() -> None:
    missed = [case[1:] for case in LIES if not findings(case)]
    assert len(missed) <= 0.05 * len(LIES), missed


def test_truths_pass() -> None:
    blocked = [(case[1:], findings(case)) for case in TRUTHS if findings(case)]
    assert len(blocked) <= 0.02 * len(TRUTHS), blocked


def test_planted_lies_are_found_in_an_edit() -> None:
    """Without labels everything that the reader may see counts: what hangs on the label alone is not looked for."""
    planted = [
        case for case in LIES if findings(case) not in (["unknown_label"], ["no_evidence"], ["label_not_allowed"])
    ]
    missed = []
    for given_evidence, section, text, label in planted:
        found = check_markdown(f"## {section}\n\n{text}\n", given_evidence, Kind.RESOLUTION)
        if not any(one.sentence for one in found):
            missed.append((section, text, label))
    assert len(missed) <= 0.1 * len(planted), missed


def test_truths_pass_in_an_edit() -> None:
    blocked = []
    for given_evidence, section, text, _ in TRUTHS:
        found = check_markdown(f"## {section}\n\n{text}\n", given_evidence, Kind.RESOLUTION)
        blocked += [(one.sentence, one.reason) for one in found if one.sentence]
    assert len(blocked) <= 0.02 * len(TRUTHS), blocked


def test_signs_behind_a_question_do_not_make_it_a_statement() -> None:
    told = replace(NOTHING.facts[0], text="the spooler stopped because a corrupt job crashed it")
    for signs in ("^", "¡0", "(no)", "ß yes"):
        asked = replace(NOTHING.ticket, number=None, summary="Is the spooler running?", description=signs)
        given_evidence = replace(NOTHING, ticket=asked, facts=(told,), checks=(), fixes=())
        note = render(compose(given_evidence, Kind.RESOLUTION))
        assert check_markdown(note, given_evidence, Kind.RESOLUTION) == [], note


def test_a_question_in_brackets_hides_no_statement() -> None:
    for lie in ("The problem is resolved (really?).", "The problem is resolved, “right?”."):
        assert findings((NOTHING, RESOLUTION, lie, "F1")) != [], lie


def test_a_missing_required_item_is_found() -> None:
    whole = render(compose(FAILED, Kind.RESOLUTION))
    assert check_markdown(whole, FAILED, Kind.RESOLUTION) == []
    without_reason = whole.replace(": the prompt came back after 5 minutes", "")
    assert [one.code for one in check_markdown(without_reason, FAILED, Kind.RESOLUTION)] == ["missing_reason"]
    without_fact = whole.replace("- Outlook asks for the password every 10 minutes.\n", "")
    assert [one.code for one in check_markdown(without_fact, FAILED, Kind.RESOLUTION)] == ["missing_fact"]
    left_out = render(compose(PARTIAL, Kind.ESCALATION)).split("## What we've tried")[0]
    assert {one.code for one in check_markdown(left_out, PARTIAL, Kind.ESCALATION)} == {
        "missing_outcome",
        "missing_reason",
    }


def test_an_escalation_may_carry_what_is_internal() -> None:
    note = render(compose(SUCCESS, Kind.ESCALATION))
    assert "The customer owes 3 invoices to accounting." in note
    assert check_markdown(note, SUCCESS, Kind.ESCALATION) == []
    assert "internal" in {one.code for one in check_markdown(note, SUCCESS, Kind.RESOLUTION)}


def test_a_fix_that_nobody_applied_is_a_step_and_not_a_deed() -> None:
    for section, expected in ((NEXT_STEPS, []), (HYPOTHESIS, []), (TRIED, ["not_applied"])):
        claim = Claim("Reinstall the antivirus agent.", ("X1",))
        found = check(Note(Kind.ESCALATION, (Section(section, (claim,)),)), NOTHING)
        assert [one.code for one in found if not one.code.startswith("missing")] == expected


def test_a_finding_keeps_its_id_while_its_sentence_stays() -> None:
    edit = "## Resolution\n\nThe problem is resolved.\n"
    first = check_markdown(edit, FAILED, Kind.RESOLUTION)
    again = check_markdown(f"{edit}\nWe are looking for another cause.\n", FAILED, Kind.RESOLUTION)
    other = check_markdown("## Resolution\n\nThe problem is solved now.\n", FAILED, Kind.RESOLUTION)
    claimed = next(one.id for one in first if one.code == "unearned_success")
    assert claimed in {one.id for one in again}
    assert claimed not in {one.id for one in other}


def test_a_quotation_is_one_sentence() -> None:
    assert split_sentences("She said: “No. It is off.” Then we left. Bye") == [
        "She said: “No. It is off.”",
        "Then we left.",
        "Bye",
    ]
