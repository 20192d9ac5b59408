output "network" {
  description = "Id of the network. It is known only when the peering with Google's stores stands, so that stores are made after it."
  value       = google_compute_network.main.id
  depends_on  = [google_service_networking_connection.stores]
}

output "subnetwork" {
  description = "Id of the subnetwork in which Cloud Run takes addresses."
  value       = google_compute_subnetwork.services.id
}
