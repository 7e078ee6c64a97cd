"""Reading: bytes of a registry or a key-location file become records, and no row is lost."""
