# Memorystore for Redis: hints between instances, shared rate limits, cached reads. Nothing in it is missed when it is lost, so it keeps nothing.

resource "google_redis_instance" "main" {
  project                 = var.project
  name                    = "${var.name}-redis"
  region                  = var.region
  tier                    = var.high_availability ? "STANDARD_HA" : "BASIC"
  memory_size_gb          = var.memory_gb
  redis_version           = "REDIS_7_2"
  authorized_network      = var.network
  connect_mode            = "PRIVATE_SERVICE_ACCESS"
  auth_enabled            = true
  transit_encryption_mode = var.transit_encryption ? "SERVER_AUTHENTICATION" : "DISABLED"
  customer_managed_key    = var.kms_key
  labels                  = var.labels

  redis_configs = {
    maxmemory-policy = "allkeys-lru"
  }

  persistence_config {
    persistence_mode = "DISABLED"
  }

  maintenance_policy {
    weekly_maintenance_window {
      day = "SUNDAY"

      start_time {
        hours   = 4
        minutes = 0
      }
    }
  }
}

resource "google_secret_manager_secret" "address" {
  project             = var.project
  secret_id           = "${var.name}-redis"
  labels              = var.labels
  deletion_protection = var.deletion_protection

  replication {
    auto {}
  }
}

resource "google_secret_manager_secret_version" "address" {
  secret = google_secret_manager_secret.address.id
  secret_data = format(
    "%s://:%s@%s:%d",
    var.transit_encryption ? "rediss" : "redis",
    google_redis_instance.main.auth_string,
    google_redis_instance.main.host,
    google_redis_instance.main.port,
  )
}
