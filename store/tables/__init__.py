"""The tables, a module per subject. Change one only together with a migration."""
