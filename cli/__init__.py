"""One command per verb; the only place that wires the workers together."""
