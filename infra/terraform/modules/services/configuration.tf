# What the server is told, and the only place in Terraform that names its settings. They are described in sync-server/relay/src/settings.rs
# and by `sync-server serve --help`.

locals {
  authority_folder = dirname(var.authority_path)
  authority_file   = basename(var.authority_path)

  # Where the worker is reached: Cloud Run's address for it, known before it exists.
  worker_url = "https://${var.name}-worker-${var.project_number}.${var.region}.run.app"

  common = {
    VALORIZE_LISTEN               = "0.0.0.0:${local.port}"
    VALORIZE_LOG_JSON             = "true"
    VALORIZE_LOG                  = var.log_level
    VALORIZE_MIGRATE              = "false"
    VALORIZE_SIGN_UP              = var.sign_up
    VALORIZE_DATABASE_CONNECTIONS = tostring(var.connections_per_instance)
    VALORIZE_DRAIN_SECONDS        = "8"
    # Two: Google's load balancer writes the client's address and then its own.
    VALORIZE_PROXIES = "2"
  }

  identity = var.oidc == null ? {} : {
    VALORIZE_OIDC_ISSUER    = var.oidc.issuer
    VALORIZE_OIDC_CLIENT_ID = var.oidc.client_id
  }

  # The worker hands its jobs to Cloud Tasks, and takes calls of the account that signs them alone.
  jobs = {
    VALORIZE_WORKER_LISTEN   = "0.0.0.0:${local.port}"
    VALORIZE_WORKER_ISSUER   = "https://accounts.google.com"
    VALORIZE_WORKER_AUDIENCE = local.worker_url
    VALORIZE_WORKER_ACCOUNT  = var.accounts["tasks"]
    VALORIZE_TASKS_QUEUE     = var.queues["jobs"]
    VALORIZE_TASKS_TARGET    = local.worker_url
    VALORIZE_OBJECTS         = "gs://${var.objects_bucket}"
  }

  settings = {
    relay  = merge(local.common, local.identity, { VALORIZE_CONNECTIONS_PER_ADDRESS = "256" })
    api    = merge(local.common, local.identity, { VALORIZE_OBJECTS = "gs://${var.objects_bucket}" })
    worker = merge(local.common, local.jobs)
  }

  stores = {
    VALORIZE_DATABASE = var.database_secret
    VALORIZE_REDIS    = var.redis_secret
  }

  secrets = {
    relay  = local.stores
    api    = merge(local.stores, { VALORIZE_HOSTED_KEY = google_secret_manager_secret.hosted_key.secret_id })
    worker = merge(local.stores, { VALORIZE_HOSTED_KEY = google_secret_manager_secret.hosted_key.secret_id })
  }
}
