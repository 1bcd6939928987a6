"""Table: a table of klyngeradar.toml, read strictly."""

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """A table of the file: an unknown key is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)
