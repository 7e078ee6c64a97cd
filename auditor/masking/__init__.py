"""What is hidden of a report that leaves the office: network addresses, phones, exact positions."""
