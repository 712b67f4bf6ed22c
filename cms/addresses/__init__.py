"""Addresses that pages have had on the public site, and that lead to them still (SITE-06)."""
