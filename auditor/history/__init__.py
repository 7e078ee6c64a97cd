"""What many nights tell: rates night by night, cameras that change or stay at fault.  Pure."""
