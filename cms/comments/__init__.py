"""What readers of a private rubric say of its articles, once somebody has read it (ART-08)."""
