"""The audit: read, plan, probe, judge, count, store, report (indicator 4 视频监控设施)."""
