"""Screens of rubrics that are no page form."""
