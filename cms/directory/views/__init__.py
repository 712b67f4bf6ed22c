"""Screens of the administration about people. Everything is addressed by its reference, within the schools of whoever
asks: what is another school's does not exist there."""
