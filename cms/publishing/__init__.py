"""The outbox of publications and the record of releases. How a site is built is `publicsite`, above."""
