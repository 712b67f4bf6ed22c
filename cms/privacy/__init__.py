"""Personal data in what is written: found by rules and by the names of the directory, without a table of its own."""
