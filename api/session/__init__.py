"""Who is asking: signing in and out."""
