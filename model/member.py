"""Member and Capability: whom we watch for and what they can do."""

from dataclasses import dataclass

from model.cpv import Cpv
from model.money import ValueRange
from model.nuts import Nuts


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """One thing a member can do, in a buyer's words; `words` are other ways to say it."""

    name: str
    words: tuple[str, ...] = ()
    cpv: tuple[Cpv, ...] = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every way to say it, the name first."""
        return tuple(dict.fromkeys((self.name, *self.words)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who receives the member's letters; `consent` says where the consent to write comes from, and from when."""

    email: str
    name: str | None = None
    language: str | None = None
    consent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """
    A company of the cluster. Regions, size range, certificates left out mean "not said", never "none".

    A joint bid alone takes nobody for certified who has not said so: what a notice demands must be shown.
    """

    id: str
    name: str
    orgnr: str | None = None
    about: str = ""
    language: str = "nb"  # of its letters: nb, nn or en
    capabilities: tuple[Capability, ...] = ()
    cpv: tuple[Cpv, ...] = ()  # branches of the whole company, besides those of its capabilities
    regions: tuple[Nuts, ...] = ()
    value_range: ValueRange | None = None
    certificates: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()  # words that rule a lot out
    must: tuple[str, ...] = ()  # words of which a lot must hold one
    contacts: tuple[Contact, ...] = ()

    @property
    def branches(self) -> tuple[Cpv, ...]:
        """All CPV branches it works in, its own and its capabilities', each once."""
        return tuple(dict.fromkeys([*self.cpv, *(code for skill in self.capabilities for code in skill.cpv)]))
