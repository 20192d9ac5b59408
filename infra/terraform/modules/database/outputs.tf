output "instance" {
  description = "Name of the instance, for gcloud."
  value       = google_sql_database_instance.main.name
}

output "address_secret" {
  description = "Secret that holds the address with the password, for VALORIZE_DATABASE."
  value       = google_secret_manager_secret.address.secret_id
  depends_on  = [google_secret_manager_secret_version.address]
}

output "authority_secret" {
  description = "Secret that holds the instance's certificate authority."
  value       = google_secret_manager_secret.authority.secret_id
  depends_on  = [google_secret_manager_secret_version.authority]
}

output "max_connections" {
  description = "Connections Postgres allows."
  value       = var.max_connections
}
