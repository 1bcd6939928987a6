"""Joint bids: what a contract takes, who covers it, which few could take it together, and what the law asks of them."""
