"""Formats: bytes in, notices out; pure, raising FormatError alone."""
