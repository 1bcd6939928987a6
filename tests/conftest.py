"""Fixtures for every test; the databases come from tests/databases.py."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases"]

# How fast a shared machine makes up examples says nothing of the code: speed is the benchmarks' matter.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
