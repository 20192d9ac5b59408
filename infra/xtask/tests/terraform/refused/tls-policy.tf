resource "google_compute_target_https_proxy" "main" { # here
  name = "main"
  url_map = var.map
}
