"""The REST API: a thin layer over the selectors and services of `cms`."""
