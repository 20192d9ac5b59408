resource "google_compute_subnetwork" "main" { # here
  name = "main"
  network = var.network
  ip_cidr_range = "10.0.0.0/24"
}
