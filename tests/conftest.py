"""Fixtures for every test; the databases come from tests/databases.py."""

pytest_plugins = ["tests.databases"]
