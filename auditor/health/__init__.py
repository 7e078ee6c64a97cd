"""Being watched: liveness, readiness and Prometheus metrics of the service, from one snapshot."""
