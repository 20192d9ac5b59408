output "accounts" {
  description = "E-mail addresses of the service accounts, by role."
  value       = { for role, account in google_service_account.role : role => account.email }
}

output "deployer" {
  description = "E-mail address of the pipeline's account."
  value       = google_service_account.deployer.email
}

output "pipeline_provider" {
  description = "The provider the pipeline names when it signs in."
  value       = google_iam_workload_identity_pool_provider.github.name
}

output "images" {
  description = "Where images are pushed."
  value       = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.images.repository_id}"
}
