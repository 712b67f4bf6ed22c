"""What the directory tells the apps above it, which it does not know."""

from django.dispatch import Signal

# Once classes are made, in their transaction: `school`.
classes_made = Signal()

# Asked before a group is deleted, and where its members are chosen: `group`. Receivers answer with sentences, one for
# each right it gives.
group_uses = Signal()

# Before people's records are deleted: `people`. What was for one of them alone goes with them.
people_going = Signal()
