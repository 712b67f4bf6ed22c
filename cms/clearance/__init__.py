"""Before something goes public: what it seems to say of people, who decided it, and what keeps it from being read."""
