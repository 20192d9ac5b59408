resource "google_compute_backend_service" "main" {
  name = "api"
  security_policy = var.policy
  enable_cdn = false

  log_config {
    enable = false # here
  }
}
