"""One function per signal: what it sees between a lot and a member, in points, a sentence and quotes."""
