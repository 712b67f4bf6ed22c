"""The school, kept: Django and Wagtail apps, one noun of the school each."""
