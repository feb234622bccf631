"""What leaves the dashboard: pictures and files."""
