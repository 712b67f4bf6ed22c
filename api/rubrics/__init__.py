"""The tree of rubrics, as its reader may see it."""
