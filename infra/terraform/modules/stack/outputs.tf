output "address" {
  description = "Address the domain's A record must name."
  value       = module.edge.address
}

output "images" {
  description = "Where images are pushed."
  value       = module.identity.images
}

output "pipeline" {
  description = "What the pipeline must know: its provider, its account, the services and the jobs."
  value = {
    provider = module.identity.pipeline_provider
    account  = module.identity.deployer
    services = module.services.names
    jobs     = module.services.jobs
  }
}

output "database_instance" {
  description = "Name of the Cloud SQL instance, for backup and restore."
  value       = module.database.instance
}

output "cache_instance" {
  description = "Name of the Memorystore instance."
  value       = module.cache.instance
}

output "assets" {
  description = "Bucket of the public files."
  value       = module.storage.assets
}

output "worker_url" {
  description = "Address Cloud Tasks sends jobs to."
  value       = module.services.worker_url
}

output "objectives" {
  description = "Full names of the service level objectives, by id."
  value       = module.observability.objectives
}

output "budget" {
  description = "Name of the budget."
  value       = module.budget.budget
}
