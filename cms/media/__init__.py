"""Images and documents of the school, with credit and licence."""
