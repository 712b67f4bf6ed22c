"""How a school looks to its visitors: one screen, for those who manage it (HOME-06). No table of its own."""
