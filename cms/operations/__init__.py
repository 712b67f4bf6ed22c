"""Running it: what starts, watches and stops the processes."""
