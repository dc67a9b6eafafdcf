"""A playbook: symptoms, causes with priors, checks whose answers tell causes apart, fixes. The shape of its YAML file.

Likelihoods: an answer's `given` says how probable it is under each named cause, `otherwise` under the rest. One answer
of a check may leave both out; it takes what remains to 1. Minutes are an engineer's time, not the machine's.
"""

from collections import Counter
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from resolvent.knowledge.patterns import check_pattern, compiled
from resolvent.knowledge.phrases import check_phrase, words_in
from resolvent.knowledge.spelling import read_vocabulary
from resolvent.knowledge.stems import telling_words

OTHER = "other"
"""The cause that no playbook lists: something else. Its share keeps the diagnosis honest."""

FLOOR = 0.005
"""No answer is impossible: people mistype, tools lie."""

Language = Literal["powershell", "cmd", "bash"]


def _read_means(value: object) -> object:
    """YAML reads a bare yes or no as a boolean."""
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def _finds_number(pattern: str) -> str:
    if "n" not in compiled(pattern).groupindex:
        raise ValueError("it finds no number: name its place, as in (?P<n>[0-9.,]+)")
    return pattern


def _finds_value(pattern: str) -> str:
    if not compiled(pattern).groups:
        raise ValueError("it finds no value: put the value's place in brackets")
    return pattern


def _one_line(text: str) -> str:
    if not text.strip() or "\n" in text:
        raise ValueError("must be one line with words in it")
    return text


def _refuse_fence(text: str) -> str:
    if "```" in text:
        raise ValueError("holds a code fence; it is shown inside one")
    return text


Pattern = Annotated[str, AfterValidator(check_pattern)]
Phrase = Annotated[str, AfterValidator(check_phrase)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Sentence = Annotated[str, Field(min_length=3, max_length=400), AfterValidator(_one_line)]
Title = Annotated[str, Field(min_length=2, max_length=180), AfterValidator(_one_line)]
Code = Annotated[str, Field(min_length=3, max_length=12_000), AfterValidator(_refuse_fence)]
Probability = Annotated[float, Field(gt=0, lt=1)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, ignored_types=(cached_property,))


class Symptoms(Strict):
    """`phrases` name the problem by themselves; a `topics` word counts only together with a `signs` word."""

    phrases: list[Phrase] = Field(min_length=1)
    topics: list[Phrase] = Field(min_length=1)
    signs: list[Phrase] = Field(min_length=1)
    excludes: list[Phrase] = []
    heard: list[Sentence] = []
    """Tickets as people really wrote them; their words count for `likeness`."""


class Cause(Strict):
    id: Identifier
    title: Title
    prior: float = Field(gt=0)
    """Relative weight; the loader makes no demand on the sum."""
    says: list[Phrase] = []
    """How an engineer names it."""


class Measure(Strict):
    """A number that decides. `patterns` find it in output: group `n`, and group `u` for its unit where printed."""

    unit: Literal["GB", "%", "ms", "Mbps", "days", "minutes", "count"]
    patterns: list[Annotated[Pattern, AfterValidator(_finds_number)]] = []


class Answer(Strict):
    id: Identifier
    label: Title
    fact: Sentence
    means: Annotated[Literal["yes", "no"] | None, BeforeValidator(_read_means)] = None
    says: list[Phrase] = []
    """Words that mean this answer wherever they stand."""
    short: list[Phrase] = []
    """Words that mean it only right after the question."""
    output: list[Pattern] = []
    """What the tool prints. The first answer in file order whose pattern is found wins."""
    below: float | None = None
    at_least: float | None = None
    given: dict[str, Probability] = {}
    otherwise: Probability | None = None

    @property
    def is_rest(self) -> bool:
        return not self.given and self.otherwise is None


class Check(Strict):
    id: Identifier
    title: Title
    minutes: float = Field(gt=0, le=60)
    where: Title | None = None
    command: Code | None = None
    language: Language = "powershell"
    hint: Sentence | None = None
    measure: Measure | None = None
    answers: list[Answer] = Field(min_length=2)

    @model_validator(mode="after")
    def _answers_fit(self) -> Self:
        unique([answer.id for answer in self.answers], "answer")
        unique([answer.means for answer in self.answers if answer.means], "answer that means")
        if sum(answer.is_rest for answer in self.answers) > 1:
            raise ValueError("at most one answer may leave out given and otherwise")
        if self.measure is None and any(a.below is not None or a.at_least is not None for a in self.answers):
            raise ValueError("an answer has below or at_least, the check has no measure")
        return self

    def answer(self, answer_id: str) -> Answer:
        return next(one for one in self.answers if one.id == answer_id)

    def likelihood(self, answer_id: str, cause_id: str) -> float:
        return self.table[answer_id].get(cause_id, self.table[answer_id][OTHER])

    @cached_property
    def table(self) -> dict[str, dict[str, float]]:
        """answer → cause → probability, for the named causes and OTHER, which stands for every other cause too."""
        named = {cause for answer in self.answers for cause in answer.given}
        table: dict[str, dict[str, float]] = {answer.id: {} for answer in self.answers}
        for cause in [*named, OTHER]:
            stated = {
                a.id: a.given.get(cause, a.otherwise if a.otherwise is not None else FLOOR)
                for a in self.answers
                if not a.is_rest
            }
            rest = max(1 - sum(stated.values()), FLOOR)
            for answer in self.answers:
                table[answer.id][cause] = stated.get(answer.id, rest)
        return table


class Fix(Strict):
    id: Identifier
    title: Title
    cures: dict[str, Probability] = Field(min_length=1)
    """cause → how often this cures it."""
    minutes: float = Field(gt=0, le=240)
    risk: Literal["low", "medium", "high"]
    caution: Sentence
    rationale: Sentence
    template: Identifier | None = None
    """The script template that does it. Its form asks for what the script needs. Without one it is done by hand."""
    parameters: dict[str, Annotated[Pattern, AfterValidator(_finds_value)]] = {}
    """Parameter of the template → where the conversation tells its value: the pattern's first group."""
    by_hand: Sentence | None = None
    """What the script does not do and the engineer has to. Where the fix is riskier than its script, the risk lies there."""
    verify: Sentence

    @model_validator(mode="after")
    def _can_be_done(self) -> Self:
        if self.template is None and self.by_hand is None:
            raise ValueError("name the template whose script does it, or tell in by_hand what the engineer does")
        return self

    @property
    def main_cause(self) -> str:
        return max(self.cures, key=lambda cause: self.cures[cause])


class Playbook(Strict):
    id: Identifier
    title: Title
    about: Sentence
    symptoms: Symptoms
    threshold: Probability = 0.7
    """A fix is suggested once its cause is at least this likely."""
    other: Probability = 0.08
    causes: list[Cause] = Field(min_length=1)
    checks: list[Check] = Field(min_length=1)
    fixes: list[Fix] = Field(min_length=1)

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        causes = [cause.id for cause in self.causes]
        unique(causes, "cause")
        unique([check.id for check in self.checks], "check")
        unique([check.title.casefold() for check in self.checks], "check title")
        unique([fix.id for fix in self.fixes], "fix")
        unique([fix.title.casefold() for fix in self.fixes], "fix title")
        for check in self.checks:
            for answer in check.answers:
                known(answer.given, causes, f"checks.{check.id}.answers.{answer.id}.given")
            check_sums(check, causes)
        for fix in self.fixes:
            known(fix.cures, causes, f"fixes.{fix.id}.cures")
        if uncured := set(causes) - {cause for fix in self.fixes for cause in fix.cures}:
            raise ValueError(f"fixes: nothing cures {', '.join(sorted(uncured))}")
        return self

    @cached_property
    def vocabulary(self) -> dict[str, str]:
        """For `spelling.correct`: the words by which answers and causes are known."""
        answers = [phrase for check in self.checks for one in check.answers for phrase in (*one.says, *one.short)]
        return read_vocabulary([*answers, *(phrase for cause in self.causes for phrase in cause.says)])

    @cached_property
    def told(self) -> Counter[str]:
        """Each word that it says with its weight, for `likeness`: the symptoms' more than the checks'."""
        symptoms = self.symptoms
        phrases = words_in(*symptoms.phrases, *symptoms.topics, *symptoms.signs)
        causes = " ".join(f"{one.title} {words_in(*one.says)}" for one in self.causes)
        checks = " ".join(f"{one.title} {' '.join(answer.fact for answer in one.answers)}" for one in self.checks)
        counts: Counter[str] = Counter()
        heard = Counter(word for ticket in symptoms.heard for word in set(telling_words(ticket)))
        for text, weight in ((f"{self.title} {self.about}", 3), (phrases, 2), (causes, 1), (checks, 1)):
            counts.update(dict.fromkeys(telling_words(text), weight))
        for word, often in heard.items():
            counts[word] = max(counts[word], 2 * min(often, 2))
        return counts

    def cause(self, cause_id: str) -> Cause:
        return next(one for one in self.causes if one.id == cause_id)

    def check(self, check_id: str) -> Check:
        return next(one for one in self.checks if one.id == check_id)


def unique(names: list[str], what: str) -> None:
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{what} given twice: {', '.join(twice)}")


def known(named: dict[str, float], causes: list[str], where: str) -> None:
    if strange := sorted(set(named) - set(causes)):
        raise ValueError(f"{where}: no such cause: {', '.join(strange)}")


def check_sums(check: Check, causes: list[str]) -> None:
    for cause in [*causes, OTHER]:
        total = sum(check.likelihood(answer.id, cause) for answer in check.answers)
        if abs(total - 1) > 0.02:
            raise ValueError(f"checks.{check.id}: under {cause} its answers sum to {total:.2f}, not 1")
