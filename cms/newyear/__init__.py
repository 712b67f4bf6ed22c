"""The start of the school year: what whoever runs a school checks, and where each thing stands (ADM-04)."""
