"""What somebody was told, and that they read it."""
