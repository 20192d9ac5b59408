resource "google_compute_backend_service" "main" {
  name = "api"
  security_policy = var.policy
  enable_cdn = true # here

  log_config {
    enable = true
  }
}
