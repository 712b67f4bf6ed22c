"""Who is who in a school: people, classes, groups, children and guardians."""
