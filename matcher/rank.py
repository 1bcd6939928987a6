"""`rank`: every notice of a file scored for every member of a file, without any database."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher import exchange
from matcher.context import learn
from matcher.scorer import match_batch
from matcher.trades import Trade
from model.match import Match
from model.member import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was read and written, and the lines that could not be."""

    members: int
    notices: int
    matches: int
    faults: tuple[str, ...]


def rank_files(members: Path, notices: Path, out: Path, trades: Sequence[Trade] = ()) -> Summary:
    """Score files; `out` gets one line per member and notice above 0, best first within each member."""
    profiles, read = exchange.members(members), exchange.notices(notices)
    ranking = best_lots(profiles, read, trades)
    written = exchange.write(out, ranking)
    return Summary(members=len(profiles), notices=len(read.notices), matches=written, faults=read.faults)


def best_lots(members: list[Member], read: exchange.Notices, trades: Sequence[Trade] = ()) -> list[Match]:
    """For each member its notices by their best lot, best first; what is ruled out is left out."""
    context = learn(read.notices, trades)
    best: dict[tuple[str, str], Match] = {}
    for match in match_batch(read.notices, members, context):
        key = (match.member, match.notice)
        if match.score > 0 and (key not in best or match.score > best[key].score):
            best[key] = match
    order = {member.id: position for position, member in enumerate(members)}
    return sorted(best.values(), key=lambda match: (order[match.member], -match.score, match.notice))
