"""What a release is for: OCDS release tags, the tender's and the awards' status, as the stage of a procedure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from model.form import FormType

TAGS: Final[Mapping[str, FormType]] = {
    "implementation": FormType.COMPLETION,
    "implementationUpdate": FormType.COMPLETION,
    "contractTermination": FormType.COMPLETION,
    "contractAmendment": FormType.MODIFICATION,
    "contractUpdate": FormType.MODIFICATION,
    "contract": FormType.RESULT,
    "awardCancellation": FormType.RESULT,
    "awardUpdate": FormType.RESULT,
    "award": FormType.RESULT,
    "tenderCancellation": FormType.CANCELLATION,
    "tenderAmendment": FormType.CHANGE,
    "tenderUpdate": FormType.CHANGE,
    "tender": FormType.COMPETITION,
    "planningUpdate": FormType.PLANNING,
    "planning": FormType.PLANNING,
}
"""releaseTag (OCDS 1.1) -> stage, the furthest first: of several tags the furthest tells what is new."""

COMPILED: Final = frozenset({"compiled"})
"""A record's compiled release: every stage in one, so that its content alone tells how far it has come."""

CALLED_OFF: Final = frozenset({"cancelled", "withdrawn", "unsuccessful"})
"""tenderStatus and lot status: nothing will be awarded."""

NOT_YET: Final = frozenset({"planning", "planned"})
PENDING: Final = "pending"
TENDERING: Final = frozenset({FormType.COMPETITION, FormType.CHANGE, FormType.CANCELLATION})
"""Stages whose releases are versions of one notice: what one can bid for, as it stands now."""


def form_of(tags: Sequence[str], release: Mapping[str, Any], warnings: list[str]) -> FormType:
    """
    The stage a release belongs to; tags that are not known are told.

    A tender's status goes above a bare `tender` tag: publishers tag plans and cancellations so (Doffin's planning
    notices in OCDS, Contracts Finder's `planned`). Where every award is pending a supplier is named and no award made.
    """
    warnings.extend(f"unknown OCDS tag {tag[:60]!r}" for tag in tags if tag not in TAGS and tag not in COMPILED)
    form = next((form for tag, form in TAGS.items() if tag in tags), None)
    if form is None:
        form = _by_content(release) if COMPILED & set(tags) else FormType.UNKNOWN
    status = _status(release.get("tender"))
    if form in {FormType.COMPETITION, FormType.CHANGE} and status in CALLED_OFF:
        return FormType.CANCELLATION
    if form in {FormType.COMPETITION, FormType.CHANGE} and status in NOT_YET:
        return FormType.PLANNING
    awards = release.get("awards")
    if form is FormType.RESULT and isinstance(awards, list) and awards and all(_status(a) == PENDING for a in awards):
        return FormType.INTENT
    return form


def _by_content(release: Mapping[str, Any]) -> FormType:
    if release.get("awards") or release.get("contracts"):
        return FormType.RESULT
    return FormType.COMPETITION if release.get("tender") else FormType.PLANNING


def _status(value: object) -> str:
    return str(value.get("status") or "") if isinstance(value, dict) else ""


def notice_name(ocid: str, form: FormType, awards: Iterable[str]) -> str | None:
    """
    The name that releases of one ocid share where they are versions of one notice; None where a release stands alone.

    Planning and tender each have one such notice a procedure; an award is told again under the awards' own ids.
    """
    if form in TENDERING:
        return f"{ocid}/tender"
    if form is FormType.PLANNING:
        return f"{ocid}/planning"
    named = ",".join(sorted(awards))
    return f"{ocid}/{form.value}/{named}" if named else None
