"""What keeps somebody from reading an article: faults that a program can see, with their criterion (ART-09)."""
