"""What the letters need to know of the installation."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """The cluster's name, who sends, whom to answer, and how much is shown."""

    cluster: str = "Næringsklyngen"
    sender: str = "Klyngeradar <klyngeradar@localhost>"
    leader: str | None = None
    threshold: float = 50.0
    max_cards: int = 8
    hurry_days: int = 14
    credits: Mapping[str, str] = field(default_factory=dict)  # who publishes a source, by its name
    licences: Mapping[str, str] = field(default_factory=dict)  # under which licence, by the source's name
