"""From lots and members to matches with evidence."""
