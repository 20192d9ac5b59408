output "address" {
  description = "Address the domain's A record must name."
  value       = module.stack.address
}

output "images" {
  description = "Where images are pushed."
  value       = module.stack.images
}

output "pipeline" {
  description = "What the pipeline must know: its provider, its account, the services and the jobs."
  value       = module.stack.pipeline
}

output "database_instance" {
  description = "Name of the Cloud SQL instance, for backup and restore."
  value       = module.stack.database_instance
}

output "cache_instance" {
  description = "Name of the Memorystore instance."
  value       = module.stack.cache_instance
}

output "assets" {
  description = "Bucket of the public files."
  value       = module.stack.assets
}

output "worker_url" {
  description = "Address Cloud Tasks sends jobs to."
  value       = module.stack.worker_url
}

output "objectives" {
  description = "Full names of the service level objectives, by id."
  value       = module.stack.objectives
}

output "budget" {
  description = "Name of the budget."
  value       = module.stack.budget
}
