output "names" {
  description = "Names of the services, by role."
  value       = { for role, service in google_cloud_run_v2_service.role : role => service.name }
}

output "jobs" {
  description = "Names of the jobs: migrate and prune."
  value       = { for name, job in google_cloud_run_v2_job.administration : name => job.name }
}

output "worker_url" {
  description = "Address Cloud Tasks sends jobs to."
  value       = local.worker_url
}
