"""The vocabulary of Klyngeradar: frozen values and the rules that belong to them. No I/O, no clock."""
