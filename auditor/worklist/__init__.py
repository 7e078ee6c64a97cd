"""Work lists (整改通知单): what each responsible party has to repair, and what to look at first."""
