"""The tree of rubrics, the table of roles, and the one policy that every door asks."""
