"""What CPV's divisions are called in the reader's language."""

from digest.speech import Speech
from model import divisions


def name_of(division: str, speech: Speech) -> str:
    """The division's name in the reader's language; its number where it has none."""
    return speech.say(divisions.name_of(division))
