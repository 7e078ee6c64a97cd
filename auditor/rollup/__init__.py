"""Results of many communities, and of groups within one: counts are added, rates never averaged."""
