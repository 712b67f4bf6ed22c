"""What notices ask of the apps above them, which they do not know."""

from django.dispatch import Signal

# Asked before a mail leaves: `notices`, all of one recipient. Receivers answer with the keys of those that tell of what
# the recipient may not know any more.
no_longer_theirs = Signal()
