"""The demonstration school: its people, made up from a seed, and its accounts."""
