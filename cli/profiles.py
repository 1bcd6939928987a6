"""The members' folder: every profile that can be read, and what is wrong with the others."""

from dataclasses import dataclass
from pathlib import Path

from cli.problems import Exit, Problem
from model import profile
from model.member import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """The members read, by file name, and a sentence `file:line: …` for each file that cannot be used."""

    members: tuple[Member, ...]
    faults: tuple[str, ...]
    broken: tuple[str, ...]  # ids of the members whose file is at fault, so that their last good profile is kept


def read(folder: Path) -> Profiles:
    """Read every *.toml in the folder. A file at fault harms only itself. Raises Problem (78) without the folder."""
    if not folder.is_dir():
        raise Problem(
            f"{folder}: there is no such folder of members. Run `klyngeradar init`, or set [cluster] members.",
            Exit.BAD_CONFIGURATION,
        )
    members: dict[str, Member] = {}
    faults, broken = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            member = profile.from_toml(path.read_text(encoding="utf-8"), member_id=path.stem)
        except profile.ProfileError as error:
            faults.append(f"{path}{f':{error.line}' if error.line else ''}: {error}")
            broken.append(path.stem)
            continue
        except (OSError, UnicodeDecodeError) as error:
            faults.append(f"{path}: cannot be read as UTF-8 text: {error}")
            broken.append(path.stem)
            continue
        if member.id in members:
            faults.append(f"{path}: the id {member.id!r} is taken by another file; ids must differ")
            continue
        members[member.id] = member
    return Profiles(members=tuple(members.values()), faults=tuple(faults), broken=tuple(broken))
