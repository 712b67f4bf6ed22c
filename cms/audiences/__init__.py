"""Who is concerned: one way to say it and one matcher, for roles now and announcements next."""
