"""Spiders: how each source hands out its notices."""
