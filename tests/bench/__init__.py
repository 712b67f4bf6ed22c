"""How fast, beside peers, in one run: one module per question, each with a `main`."""
