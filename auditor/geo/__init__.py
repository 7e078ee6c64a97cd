"""Where positions lie: boundaries, datums, groups of positions; arrays in, arrays out."""
