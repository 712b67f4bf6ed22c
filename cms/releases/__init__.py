"""The screen of publications: what visitors see, what waits, what was. No table of its own."""
