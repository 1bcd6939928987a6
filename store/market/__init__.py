"""The market read from what is stored: figures, awards, plans, renewals, and the facts of buyers and suppliers."""
