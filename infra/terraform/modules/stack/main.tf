# The whole of it, wired once, so that dev and prod differ in sizes and in nothing else.

locals {
  authority_path = "/etc/valorize/database-authority.pem"
  labels         = { app = "valorize", environment = var.environment }
  name           = "valorize-${var.environment}"
}

data "google_project" "main" {
  project_id = var.project
}

resource "google_project_service" "needed" {
  for_each = toset([
    "artifactregistry.googleapis.com",
    "billingbudgets.googleapis.com",
    "cloudkms.googleapis.com",
    "cloudscheduler.googleapis.com",
    "cloudtasks.googleapis.com",
    "compute.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "redis.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "servicenetworking.googleapis.com",
    "sqladmin.googleapis.com",
    "sts.googleapis.com",
  ])

  project            = var.project
  service            = each.key
  disable_on_destroy = false
}

module "network" {
  source = "../network"

  project = var.project
  name    = local.name
  region  = var.region

  depends_on = [google_project_service.needed]
}

module "identity" {
  source = "../identity"

  project           = var.project
  name              = local.name
  region            = var.region
  github_repository = var.github_repository
  github_ref        = var.github_ref
  labels            = local.labels

  depends_on = [google_project_service.needed]
}

module "database" {
  source = "../database"

  project             = var.project
  name                = local.name
  region              = var.region
  network             = module.network.network
  tier                = var.database.tier
  edition             = var.database.edition
  high_availability   = var.database.high_availability
  read_replica        = var.database.read_replica
  disk_gb             = var.database.disk_gb
  max_connections     = var.database.max_connections
  backup_location     = var.backup_location
  deletion_protection = var.deletion_protection
  kms_key             = var.kms_key
  authority_path      = local.authority_path
  labels              = local.labels
}

module "cache" {
  source = "../cache"

  project             = var.project
  name                = local.name
  region              = var.region
  network             = module.network.network
  memory_gb           = var.cache.memory_gb
  high_availability   = var.cache.high_availability
  deletion_protection = var.deletion_protection
  kms_key             = var.kms_key
  labels              = local.labels
}

module "queue" {
  source = "../queue"

  project   = var.project
  name      = local.name
  region    = var.region
  queues    = var.queues
  enqueuers = { worker = module.identity.accounts["worker"] }
}

module "storage" {
  source = "../storage"

  project  = var.project
  name     = local.name
  location = var.region
  writers  = { api = module.identity.accounts["api"], worker = module.identity.accounts["worker"] }
  deployer = module.identity.deployer
  kms_key  = var.kms_key
  labels   = local.labels

  depends_on = [google_project_service.needed]
}

module "services" {
  source = "../services"

  project             = var.project
  project_number      = data.google_project.main.number
  name                = local.name
  region              = var.region
  network             = module.network.network
  subnetwork          = module.network.subnetwork
  image               = var.image
  accounts            = module.identity.accounts
  deployer            = module.identity.deployer
  sizes               = var.sizes
  max_connections     = module.database.max_connections
  database_secret     = module.database.address_secret
  authority_secret    = module.database.authority_secret
  authority_path      = local.authority_path
  redis_secret        = module.cache.address_secret
  objects_bucket      = module.storage.objects
  queues              = module.queue.queues
  sign_up             = var.sign_up
  oidc                = var.oidc
  kms_key             = var.kms_key
  deletion_protection = var.deletion_protection
  labels              = local.labels
}

module "edge" {
  source = "../edge"

  project       = var.project
  name          = local.name
  region        = var.region
  domain        = var.domain
  services      = module.services.names
  assets_bucket = module.storage.assets
  preview       = var.firewall_preview
  labels        = local.labels
}

module "observability" {
  source = "../observability"

  project           = var.project
  name              = local.name
  domain            = module.edge.domain
  services          = module.services.names
  database_instance = module.database.instance
  mail              = var.mail
  log_location      = var.region
  retention_days    = var.log_retention_days
  lock_audit        = var.lock_audit
}

module "budget" {
  source = "../budget"

  billing_account       = var.billing_account
  name                  = local.name
  project_number        = data.google_project.main.number
  monthly_amount        = var.monthly_amount
  notification_channels = module.observability.notification_channels
}
