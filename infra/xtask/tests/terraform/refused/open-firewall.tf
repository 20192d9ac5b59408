resource "google_compute_firewall" "main" {
  name = "in"
  network = var.network
  source_ranges = ["0.0.0.0/0"] # here

  allow {
    protocol = "tcp"
  }
}
