"""The static public zone: export, render, release. Only `exporting`, `importing` and `publisher` know Django."""
