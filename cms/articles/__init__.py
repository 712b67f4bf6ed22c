"""Articles: written in blocks, online or not."""
