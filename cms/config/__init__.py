"""Composition root: environment, settings, addresses."""
