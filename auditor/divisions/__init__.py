"""Division data made anew: released packages become tables, differences and folders."""
