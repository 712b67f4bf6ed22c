"""What the directory tells the apps above it, which it does not know."""

from django.dispatch import Signal

# After the commit of classes that were made: `school`.
classes_made = Signal()

# Asked before a group is deleted or emptied: `group`. Receivers answer with sentences, one for each right it gives.
group_uses = Signal()

# Before people's records are deleted: `people`. What was for one of them alone goes with them.
people_going = Signal()
