from pydantic import BaseModel

from resolvent.cases.case import Kind, Topic
from resolvent.schemas import Body


class CaseAsk(Body):
    """What is left out is guessed."""

    kind: Kind | None = None
    topic: Topic | None = None


class CaseOut(BaseModel):
    name: str
    """The name for its folder: the file is `<name>/case.yaml`."""
    yaml: str
    look_at: list[str]
    """What a person should look at before they keep it, each a sentence."""
