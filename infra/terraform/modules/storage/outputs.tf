output "objects" {
  description = "Name of the bucket for what the server keeps."
  value       = google_storage_bucket.objects.name
}

output "assets" {
  description = "Name of the bucket for the interface's files."
  value       = google_storage_bucket.assets.name
}
