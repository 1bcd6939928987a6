"""Who should lead a team: whoever does the main trade, then most of the job, then takes the largest contracts."""

from collections.abc import Mapping, Sequence

from matcher.jointbids import words
from model.jointbid import Need


def propose(
    team: Sequence[str], covers: Mapping[str, Sequence[Need]], room: Mapping[str, int], names: Mapping[str, str]
) -> tuple[str, str]:
    """The proposed lead's id, and the reason in Norwegian."""
    rank = {one: (sum(need.main for need in covers[one]), len(covers[one]), room[one]) for one in team}
    lead = min(team, key=lambda one: (tuple(-part for part in rank[one]), one))
    mains = [need for need in covers[lead] if need.main]
    most = max(rank[one][1] for one in team if one != lead) if len(team) > 1 else 0
    if mains and all(rank[one][0] < rank[lead][0] for one in team if one != lead):
        sentence = words.LEAD_MAIN
    elif rank[lead][1] > most:
        sentence = words.LEAD_MOST
    else:
        sentence = words.LEAD_ROOM
    return lead, sentence.format(lead=names[lead], needs=words.names(mains))
