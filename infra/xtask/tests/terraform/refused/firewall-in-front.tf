resource "google_compute_backend_service" "main" { # here
  name = "api"
  protocol = "HTTPS"
  enable_cdn = false

  log_config {
    enable = true
  }
}
