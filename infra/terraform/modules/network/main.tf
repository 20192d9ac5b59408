# One private network. Cloud Run reaches Postgres and Redis through it; nothing in it has an address of its own on the internet.

resource "google_compute_network" "main" {
  project                         = var.project
  name                            = "${var.name}-network"
  auto_create_subnetworks         = false
  delete_default_routes_on_create = true
  routing_mode                    = "REGIONAL"
}

# Cloud Run takes addresses from here, four for each two instances and up to twice as many while a revision is replaced.
resource "google_compute_subnetwork" "services" {
  project                  = var.project
  name                     = "${var.name}-services"
  region                   = var.region
  network                  = google_compute_network.main.id
  ip_cidr_range            = var.services_range
  private_ip_google_access = true

  log_config {
    aggregation_interval = "INTERVAL_10_MIN"
    flow_sampling        = var.flow_sampling
    metadata             = "EXCLUDE_ALL_METADATA"
  }
}

# The range in which Google places Cloud SQL and Memorystore, peered with ours.
resource "google_compute_global_address" "stores" {
  project       = var.project
  name          = "${var.name}-stores"
  network       = google_compute_network.main.id
  purpose       = "VPC_PEERING"
  address_type  = "INTERNAL"
  prefix_length = var.stores_prefix_length
}

resource "google_service_networking_connection" "stores" {
  network                 = google_compute_network.main.id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = [google_compute_global_address.stores.name]
  deletion_policy         = "ABANDON"
}

# The network's own last rule lets everything out. What runs in it needs the stores and Google's interfaces alone.
resource "google_compute_firewall" "deny_out" {
  project            = var.project
  name               = "${var.name}-deny-out"
  network            = google_compute_network.main.id
  direction          = "EGRESS"
  priority           = 65000
  destination_ranges = ["0.0.0.0/0"]

  deny {
    protocol = "all"
  }

  log_config {
    metadata = "EXCLUDE_ALL_METADATA"
  }
}

resource "google_compute_firewall" "allow_stores" {
  project   = var.project
  name      = "${var.name}-allow-stores"
  network   = google_compute_network.main.id
  direction = "EGRESS"
  priority  = 1000
  destination_ranges = [
    "${google_compute_global_address.stores.address}/${google_compute_global_address.stores.prefix_length}",
  ]

  allow {
    protocol = "tcp"
    ports    = ["5432", "6378", "6379"]
  }
}
