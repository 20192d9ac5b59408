output "address_secret" {
  description = "Secret that holds the address, for VALORIZE_REDIS."
  value       = google_secret_manager_secret.address.secret_id
  depends_on  = [google_secret_manager_secret_version.address]
}

output "instance" {
  description = "Name of the instance, for gcloud."
  value       = google_redis_instance.main.name
}
