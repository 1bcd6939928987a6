"""Data the matcher ships with."""
