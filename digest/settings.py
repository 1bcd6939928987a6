"""What the letters need to know of the installation."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWords:
    """A source as letters speak of it: its name, what its licence wants said, and whether it brings news alone."""

    name: str
    credit: str = ""
    news: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """The cluster's name, who sends, whom to answer, and how much is shown."""

    cluster: str = "Næringsklyngen"
    sender: str = "Klyngeradar <klyngeradar@localhost>"
    leader: str | None = None
    threshold: float = 50.0
    max_cards: int = 8
    hurry_days: int = 14
    address: str | None = None  # where people reach the dashboard, https
    answer_days: int = 60  # how long the answers in a letter can be used
    urgent_score: float = 80.0
    urgent_days: int = 10  # 0: no urgent letters
    sources: Mapping[str, SourceWords] = field(default_factory=dict)  # by the name their crawls go by

    def source(self, name: str) -> SourceWords:
        """How readers are told of a source; one that is configured no more by its own name."""
        return self.sources.get(name) or SourceWords(name=name.capitalize())
