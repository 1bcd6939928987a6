"""
The best joint bids that the gold profiles would have been shown, to be read one by one.

    python benchmarks/jointbid_proposals.py [NUMBER]

Every notice of ../shared (gold, the eForms documents of Doffin and TED, British OCDS releases) is judged as on the
morning after it was published, so that old ones count. Most of them tell of awards; those are judged as if they still
asked for bids, for their words describe the same jobs, and are marked "award".
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import ModuleType

from crawler.formats import eforms, ocds
from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from matcher import exchange
from matcher.jointbids.coverage import skills
from matcher.jointbids.ranking import home, promise
from matcher.jointbids.time import form_of
from matcher.jointbids.verdicts import judge
from matcher.jointbids.vocabulary import learn
from model.form import OPEN_FORMS, FormType
from model.jointbid import JointBid
from model.notice import Notice

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
UNDATED = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    members = exchange.members(SHARED / "gold" / "members.json")
    notices = dict(exchange.notices(SHARED / "gold" / "notices.jsonl").notices) | dict(_documents())
    known = learn(notices.items())
    read = [skills(member, known) for member in members]
    found: dict[tuple[str, str], tuple[Notice, JointBid]] = {}
    for key, notice in notices.items():
        joint = judge(key, _asked(notice), read, known, _morning_after(notice))
        name = (notice.title.best.casefold(), notice.buyers[0].name.casefold() if notice.buyers else "")
        if promise(joint) > promise(found[name][1] if name in found else JointBid(notice=key, verdict=joint.verdict)):
            found[name] = (notice, joint)
    ranked = sorted(found.values(), key=lambda pair: (-promise(pair[1]), pair[1].notice))
    print(f"{len(notices)} notices, {len(members)} profiles, {len(ranked)} joint bids with a team")
    names = {member.id: member.name for member in members}
    for number, (notice, joint) in enumerate(ranked[:wanted], start=1):
        _tell(number, notice, joint, names)


def _asked(notice: Notice) -> Notice:
    return replace(notice, form_type=FormType.COMPETITION) if _awarded(notice) else notice


def _awarded(notice: Notice) -> bool:
    return form_of(notice) not in {FormType.UNKNOWN, *OPEN_FORMS}


def _morning_after(notice: Notice) -> datetime:
    if notice.published is None:
        return UNDATED
    return datetime.combine(notice.published + timedelta(days=1), time(5), UTC)


def _documents() -> Iterator[tuple[str, Notice]]:
    for path in sorted((SHARED / "data").glob("*/eforms/**/*.xml")):
        yield from _read(eforms, path.read_bytes(), path.stem)
    for path in sorted((SHARED / "data" / "ocds").glob("*/releases.jsonl")):
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            yield from _read(ocds, line, f"{path.parent.name}:{number}")


def _read(format_: ModuleType, body: bytes, name: str) -> Iterator[tuple[str, Notice]]:
    try:
        for notice in format_.read(body, Origin(source=name.partition(":")[0], source_id=name, url="")):
            yield name, notice
    except FormatError:
        return


def _tell(number: int, notice: Notice, joint: JointBid, names: dict[str, str]) -> None:
    team = joint.teams[0]
    lot = home(joint, team)
    needs = {need.id: need for need in lot.needs}
    print(f"\n{number}. {promise(joint):.2f} {joint.verdict} {joint.notice} {notice.title.best}")
    if lot.lot is not None:
        print(f"   {lot.lot}: {notice.lot(lot.lot).title.best}")
    codes, award = " ".join(map(str, notice.cpv[:6])), " award" if _awarded(notice) else ""
    print(f"   {notice.notice_type}{award} {codes} {joint.days_left} days, {notice.worth}")
    print(f"   {notice.description.best[:600]!r}")
    for one in team.members:
        told = ", ".join(f"{needs[need].name} «{needs[need].quote}»" for need in one.needs)
        words = {cover.words for cover in lot.coverage if cover.member == one.member and cover.need in one.needs}
        print(f"   - {names[one.member]}: {told} <- {sorted(words)}")
    print(f"   uncovered: {[needs[need].name for need in team.uncovered]}")


if __name__ == "__main__":
    main()
