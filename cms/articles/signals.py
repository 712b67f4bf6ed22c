from django.dispatch import Signal

# A version was put online, or programmed: `article`, `revision`, and `actor`, None when its hour has come.
put_online = Signal()
