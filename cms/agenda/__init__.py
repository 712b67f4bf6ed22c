"""Events: articles that take place, in the agendas of rubrics."""
