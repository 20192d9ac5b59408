output "address" {
  description = "Address the domain's A record must name."
  value       = google_compute_global_address.main.address
}

output "domain" {
  description = "Name under which devices reach the server, once the forwarding rule stands."
  value       = var.domain
  depends_on  = [google_compute_global_forwarding_rule.https]
}
