"""A school, and the host names it answers to."""
