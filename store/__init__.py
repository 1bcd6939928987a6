"""The only place that knows SQL: tables, one module of functions per subject, migrations."""
