"""What is kept: rounds, observations, findings, rates.  The only importer of SQLAlchemy."""
