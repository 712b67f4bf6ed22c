"""Who is seen in pictures, and what they, or those who answer for them, agreed to (ZONE-07)."""
