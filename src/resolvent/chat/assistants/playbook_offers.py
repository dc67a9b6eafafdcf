"""The desk's own templates, where no playbook helps: which of them may be offered, how surely, and in what words. Pure.

A wrong offer costs an engineer more than none. So a template that was published from a session is offered when both problems
share most of what they are about, any other only when several of its topics are in the problem; and neither once it failed
more often than it worked.
"""

import re
from collections.abc import Sequence
from typing import Final

from resolvent.chat.assistant import DeskTemplate, KnownFix, Turn
from resolvent.chat.assistants.playbook_draft import Draft, one_line, quote
from resolvent.knowledge.words import cap

LEAST_CONFIDENCE: Final = 30
LEAST_RELEVANCE: Final = 1.2
"""More than one topic in common."""
LEAST_SHARED, FEWEST, LEAST_SHARE = 3, 2, 0.5
"""Words that both problems have, or all of a very short one; and of those that the shorter one has."""
READ: Final = 60
"""Different words of a problem that are compared: its title and how it begins."""
SAME_PROBLEM, SAME_TOPIC = 80, 60
"""Percent, were it certain to work."""
_WORD = re.compile(r"[^\W_]{3,}|\d+")
_ENDING = re.compile(r"(?:ings?|ers?|ed|es|s|e)$")
COMMON: Final = """
    the and for with from this that these those there here then than has have had was were been being are its his her
    their they them she him you your our who whom which what when where why how not nor but out off into onto over under
    again since until before after during while also just only very much more most some any all every each one two three
    can could may might will would should shall must does did doing done don didn doesn isn wasn won haven hasn couldn
    today yesterday tomorrow morning afternoon evening week month year day hour minute monday tuesday wednesday thursday
    friday saturday sunday now still always never often sometimes
    error errors message problem problems issue issues trouble fault fail fails failed failing failure work works working
    worked broken break breaks happen happens show shows shown showing say says said see seen get gets got give gives
    come comes came keep keeps start starts started stop stops stopped try tries tried use uses used using user users
    customer client person people colleague colleagues someone nobody everybody everyone nothing something please help thanks thank need
    needs want wants computer pc laptop machine device windows new old same other another back update updated
    ticket request reported reports
"""
"""Words that tell nothing of what a problem is about."""
_COMMON = frozenset(COMMON.split())
HOW_IT_WENT: Final = "Tell me how it went: fixed, partly, or still broken."


def pick_offer(turn: Turn) -> DeskTemplate | None:
    """The likeliest that was not tried or turned down in this session."""
    tried = {fix.template for fix in turn.fixes}
    return next((one for one in turn.desk_templates if one.slug not in tried and may_offer(one, turn)), None)


def may_offer(template: DeskTemplate, turn: Turn) -> bool:
    if template.origin is None:
        fits = template.relevance >= LEAST_RELEVANCE
    else:
        fits = is_like(f"{turn.title}\n{turn.problem}", f"{template.origin}\n{template.origin_problem}")
    return fits and confidence_of(template) >= LEAST_CONFIDENCE


def confidence_of(template: DeskTemplate) -> int:
    """Percent. Of a template that nobody tried half is granted; what it did for this customer counts twice."""
    success = template.success + template.customer_success
    told = template.told + template.customer_told
    return round((SAME_TOPIC if template.origin is None else SAME_PROBLEM) * (success + 1) / (told + 2))


def is_like(here: str, there: str) -> bool:
    one, other = subjects(here), subjects(there)
    shared, shorter = len(one & other), min(len(one), len(other))
    return shared >= max(FEWEST, min(LEAST_SHARED, shorter), LEAST_SHARE * shorter)


def subjects(text: str) -> frozenset[str]:
    """What a problem is about: its words without the ones that any problem has, and without their endings."""
    words = (word for word in _WORD.findall(cap(text).lower()) if word not in _COMMON)
    return frozenset(list(dict.fromkeys(_ENDING.sub("", word) if len(word) > 4 else word for word in words))[:READ])


def write_offer(draft: Draft, template: DeskTemplate, lead: str) -> None:
    """`lead`: why the desk's own is asked."""
    title = one_line(template.title, 200)
    origin = (
        f"It was published from the session {quote(template.origin)}, whose problem reads much the same. "
        if template.origin
        else ""
    )
    admin = " It needs an administrator." if template.needs_admin else ""
    went = tell_success(template)
    draft.say(f"{lead} I suggest: **{title}**")
    draft.say(
        f"{origin}{went} Risk: {template.risk}.{admin} I know it by its words and its record only, so read the script."
    )
    draft.say(f"Its form opens from the card in the lane. {HOW_IT_WENT}")
    why = (
        f"A template of this desk. {one_line(template.description, 1_000)} {origin}{went} Risk: {template.risk}.{admin}"
    )
    draft.suggest(title, why, confidence_of(template), template.slug)


def tell_success(template: DeskTemplate) -> str:
    if template.told == 0:
        return "Nobody has told yet how it went."
    if template.told == 1:
        went = "worked" if template.success else "did not cure it"
        return f"It {went} the one time it was used on this desk{', for this customer' * template.customer_told}."
    theirs = (
        f", {template.customer_success} of {template.customer_told} for this customer" if template.customer_told else ""
    )
    return f"It worked {template.success} of {template.told} times on this desk{theirs}."


def is_open(fixes: Sequence[KnownFix]) -> bool:
    """Whether a fix waits for its outcome, or has cured the problem: then none is offered beside it."""
    return any(fix.active and fix.status in ("proposed", "applied_success") for fix in fixes)
