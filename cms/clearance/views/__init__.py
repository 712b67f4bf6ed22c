"""Screens of what is to be decided: one page alone, then all of a school."""
