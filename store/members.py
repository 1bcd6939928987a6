"""Members: the run-time copy of the profiles."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from model.member import Member
from store import content
from store.tables.members import member as member_table
from store.upsert import insert_or_replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """Ids of the members added, changed and removed."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def replace(connection: Connection, members: Sequence[Member], *, keep: Collection[str] = ()) -> Replaced:
    """Make these the members; those of `keep` stay as they are where they are not given (their file cannot be read)."""
    before = profile_hashes(connection)
    after = {one.id: content.MEMBER.dump_json(one, exclude_defaults=True) for one in members}
    hashes = {id_: content.digest(written) for id_, written in after.items()}
    for one in members:
        if before.get(one.id) != hashes[one.id]:
            rest = {
                "name": one.name,
                "orgnr": one.orgnr,
                "profile": after[one.id].decode("utf-8"),
                "profile_hash": hashes[one.id],
            }
            insert_or_replace(connection, member_table, {"id": one.id}, rest)
    removed = sorted(set(before) - set(after) - set(keep))
    if removed:
        connection.execute(delete(member_table).where(member_table.c.id.in_(removed)))
    return Replaced(
        added=tuple(sorted(set(after) - set(before))),
        changed=tuple(sorted(id_ for id_ in after if id_ in before and before[id_] != hashes[id_])),
        removed=tuple(removed),
    )


def members(connection: Connection) -> list[Member]:
    """All members, in the order of their ids."""
    query = select(member_table.c.profile).order_by(member_table.c.id)
    return [content.MEMBER.validate_json(profile) for profile in connection.execute(query).scalars()]


def profile_hashes(connection: Connection) -> dict[str, str]:
    """Each member's id and the hash of its profile."""
    table = member_table.c
    return dict(connection.execute(select(table.id, table.profile_hash)).all())
