"""The public homepage, made of tiles."""
