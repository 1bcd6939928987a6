"""Problem: what a person must mend, with the exit code that tells programs the same."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes other programs rely on (DESIGN 5)."""

    OK = 0
    BUG = 1
    USAGE = 2
    BAD_DATA = 65
    NO_SOURCE = 69
    SOME_SOURCES = 70
    ALREADY_RUNNING = 75
    BAD_CONFIGURATION = 78


class Problem(Exception):  # noqa: N818 - it names what people see, a problem to mend, not a fault of the program
    """Raised by a verb to stop with a message that says what is wrong, where, and how to mend it."""

    def __init__(self, message: str, code: Exit) -> None:
        super().__init__(message)
        self.code = code
