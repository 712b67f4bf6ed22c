from django.dispatch import Signal

# A version was put online, or programmed: `article`, `revision`, and `actor`, None when its hour has come.
put_online = Signal()

# Somebody wanted to put an article online, and was told why it cannot be: `article`, `actor`.
held_back = Signal()
