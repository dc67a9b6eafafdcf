"""What each figure counts, in one sentence, for those who read it."""

from typing import Final

from resolvent.insights.schemas import By, CountedOut

NO_GROUP: Final[dict[By, str]] = {"client": "No client", "engineer": "Nobody", "category": "No category"}
COUNTED: Final = (
    CountedOut(
        figure="opened",
        name="Sessions opened",
        sentence="Sessions that were opened in the period; with an engineer: by who opened them.",
    ),
    CountedOut(
        figure="ended",
        name="Sessions ended",
        sentence="Rounds of sessions whose note was posted in the period, with an engineer: by who confirmed it; a session "
        "that is taken up again and ends again counts again.",
    ),
    CountedOut(
        figure="resolved",
        name="Resolved",
        sentence="Rounds that ended in the period with a resolution: proven at the ticket, or posted without a target "
        "status, or kept here where there is no ticket.",
    ),
    CountedOut(figure="escalated", name="Escalated", sentence="Rounds that ended in the period with an escalation."),
    CountedOut(
        figure="to_resolution",
        name="Time to resolution",
        sentence="From the opening of a session to its resolution in the period, nights and weekends included; one that "
        "was reopened since does not count.",
    ),
    CountedOut(
        figure="first_fix",
        name="First-fix success",
        sentence="Of the sessions that ended in the period, were not taken up again and had a fix applied: those resolved "
        "whose first applied fix is recorded as a success.",
    ),
    CountedOut(
        figure="escalation",
        name="Escalation rate",
        sentence="Of the rounds that ended in the period: those that were escalated.",
    ),
    CountedOut(
        figure="returned",
        name="Return rate",
        sentence="Of the escalations of the period: those given back with questions since, whenever that was.",
    ),
    CountedOut(
        figure="reopened",
        name="Reopened",
        sentence="Of the resolutions of the period: those whose session was opened again since, whenever that was.",
    ),
    CountedOut(
        figure="writebacks",
        name="Write-backs verified",
        sentence="Write-backs that ended in the period, as their last try ended; the share is of those that had a ticket "
        "and a target status. Verified: the ticket was read again and showed it.",
    ),
    CountedOut(
        figure="models",
        name="Language models",
        sentence="Calls made in the period, failed ones included; with an engineer: by who asked, else by whose session it "
        "is. A call without a known price has an unknown cost, and nothing is added for it.",
    ),
    CountedOut(
        figure="templates",
        name="Templates",
        sentence="Fixes applied in the period with a template's script, or with a drafted script that became the template; "
        "the share is of those whose outcome was told, and partial is no success.",
    ),
    CountedOut(
        figure="category",
        name="Category",
        sentence="The playbook that fitted the problem when the session was opened or linked to its ticket; sessions that "
        "none fits, or from before there were categories, have none.",
    ),
)
