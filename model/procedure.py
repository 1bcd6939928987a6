"""Procedure: planning, competition, changes and result of one procurement as one timeline."""

from dataclasses import dataclass
from datetime import date

from model.difference import FieldChange
from model.form import FormType


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """
    One thing published, or rewritten without a new version (`silent`), in a procedure.

    `notice` is the key of the stored notice, `number` the source's own; `changes` tell what differs from the state
    before: of an earlier version, or of the notice it takes the place of.
    """

    on: date
    form: FormType
    notice: str
    number: str
    version: int
    title: str
    silent: bool = False
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """The steps in order of their days; `id` is BT-04 where a notice of it states one."""

    id: str | None
    steps: tuple[Step, ...]

    @property
    def notices(self) -> tuple[str, ...]:
        """The keys of its notices, each once, in the order of their first steps."""
        return tuple(dict.fromkeys(step.notice for step in self.steps))
