"""A made-up cluster and market and a loopback portal that speaks the sources' protocols, sharing no code with them."""
