"""What people are told, in the administration and by mail. Who is told what, the apps above say."""
