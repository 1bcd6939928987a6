"""Fixtures for every test; the databases come from tests/databases.py."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases"]

# How fast a shared machine makes up examples says nothing of the code: speed is the benchmarks' matter.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_xdist_auto_num_workers() -> int:
    """Twice the cores: half of the tests wait for a server, a database or a second between two requests."""
    return min(8, 2 * (os.cpu_count() or 1))
