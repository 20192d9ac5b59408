# For trying: small, alone in its zone, may be deleted.

module "stack" {
  source = "../../modules/stack"

  environment       = "dev"
  project           = var.project
  region            = var.region
  backup_location   = var.region
  domain            = var.domain
  image             = var.image
  github_repository = var.github_repository
  mail              = var.mail
  billing_account   = var.billing_account
  oidc              = var.oidc

  monthly_amount      = 150
  deletion_protection = false
  firewall_preview    = true
  log_retention_days  = 14

  database = {
    tier              = "db-g1-small"
    high_availability = false
    disk_gb           = 10
    max_connections   = 100
  }

  cache = {
    memory_gb         = 1
    high_availability = false
  }

  sizes = {
    relay  = { min_instances = 0, max_instances = 2, concurrency = 1000, cpu = "1", memory = "512Mi", timeout_seconds = 3600 }
    api    = { min_instances = 0, max_instances = 2, concurrency = 80, cpu = "1", memory = "512Mi", timeout_seconds = 60 }
    worker = { min_instances = 0, max_instances = 1, concurrency = 8, cpu = "1", memory = "512Mi", timeout_seconds = 900 }
  }
}
