"""The leader's own trades: `trades.toml` beside the configuration, laid over those that are shipped."""

from pathlib import Path

from cli.call import Call
from cli.problems import Exit, Problem
from matcher import trades
from matcher.trades import Trade

NAME = "trades.toml"


def of(run: Call) -> tuple[Trade, ...]:
    """The trades beside the configuration; none where there is no such file. Raises Problem (65) naming the fault."""
    path = run.configuration.path(Path(NAME))
    return read(path) if path.exists() else ()


def read(path: Path) -> tuple[Trade, ...]:
    """The trades of a file. Raises Problem (65) naming the fault."""
    try:
        return trades.read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, trades.TradesError) as error:
        raise Problem(f"{path}: {error}", Exit.BAD_DATA) from None
