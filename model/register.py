"""RegisterEntry: what the company register says of one organisation, without anything on persons."""

from dataclasses import dataclass
from datetime import date

from model.municipality import Municipality
from model.nace import Nace
from model.nuts import Nuts


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """
    One unit of Enhetsregisteret as it stood when it was asked for. `orgnr` is nine checked digits.

    Missing is missing: `employees` is None where the register hides them (few, or none), which says nothing of size.
    A deleted unit keeps hardly more than its name. `purpose` is what the articles say it may do, `activity` what it
    told that it does.
    """

    orgnr: str
    name: str
    form: str = ""  # organisasjonsform: AS, KOMM, ORGL, BEDR …
    nace: tuple[Nace, ...] = ()  # the main industry first
    municipality: Municipality | None = None  # of its business address
    language: str | None = None  # målform: nb or nn
    employees: int | None = None
    purpose: str = ""
    activity: str = ""
    website: str | None = None
    founded: date | None = None
    parent: str | None = None  # orgnr of the unit above it
    subunit: bool = False  # an underenhet: a branch of its parent
    bankrupt: bool = False
    winding_up: bool = False
    forced_winding_up: bool = False
    deleted: date | None = None
    warnings: tuple[str, ...] = ()  # what could not be believed or understood

    @property
    def nuts(self) -> Nuts | None:
        """The county it has its address in."""
        return self.municipality.nuts if self.municipality else None

    @property
    def troubles(self) -> tuple[str, ...]:
        """What speaks against counting on it, in words for the leader (Norwegian); empty for a sound company."""
        found = []
        if self.deleted is not None:
            found.append(f"slettet {self.deleted:%d.%m.%Y}")
        if self.bankrupt:
            found.append("konkurs")
        if self.forced_winding_up:
            found.append("under tvangsavvikling eller tvangsoppløsning")
        if self.winding_up:
            found.append("under avvikling")
        return tuple(found)
