# For people: a standby in another zone, nothing that holds data can be deleted.

module "stack" {
  source = "../../modules/stack"

  environment       = "prod"
  project           = var.project
  region            = var.region
  backup_location   = var.backup_location
  domain            = var.domain
  image             = var.image
  github_repository = var.github_repository
  mail              = var.mail
  billing_account   = var.billing_account
  oidc              = var.oidc
  kms_key           = var.kms_key

  monthly_amount      = var.monthly_amount
  deletion_protection = true
  log_retention_days  = 90
  lock_audit          = true

  database = {
    tier              = "db-custom-2-8192"
    high_availability = true
    disk_gb           = 50
    max_connections   = 300
  }

  cache = {
    memory_gb         = 1
    high_availability = true
  }

  sizes = {
    relay  = { min_instances = 2, max_instances = 12, concurrency = 1000, cpu = "1", memory = "512Mi", timeout_seconds = 3600 }
    api    = { min_instances = 1, max_instances = 12, concurrency = 80, cpu = "1", memory = "512Mi", timeout_seconds = 60 }
    worker = { min_instances = 1, max_instances = 4, concurrency = 16, cpu = "1", memory = "1Gi", timeout_seconds = 900 }
  }
}
