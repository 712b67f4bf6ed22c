"""The kernel: imported by all, imports none of ours."""
