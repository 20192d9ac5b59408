# Cloud SQL for Postgres: private address, TLS, backups with point-in-time recovery, optional standby and read replica.

resource "google_sql_database_instance" "main" {
  project             = var.project
  name                = "${var.name}-postgres"
  region              = var.region
  database_version    = "POSTGRES_17"
  encryption_key_name = var.kms_key
  deletion_protection = var.deletion_protection

  settings {
    tier                        = var.tier
    edition                     = var.edition
    availability_type           = var.high_availability ? "REGIONAL" : "ZONAL"
    disk_type                   = "PD_SSD"
    disk_size                   = var.disk_gb
    disk_autoresize             = true
    disk_autoresize_limit       = var.disk_limit_gb
    deletion_protection_enabled = var.deletion_protection
    retain_backups_on_delete    = true
    connector_enforcement       = "NOT_REQUIRED"
    user_labels                 = var.labels

    ip_configuration {
      ipv4_enabled    = false
      private_network = var.network
      ssl_mode        = "ENCRYPTED_ONLY"
    }

    backup_configuration {
      enabled                        = true
      start_time                     = "03:00"
      location                       = var.backup_location
      point_in_time_recovery_enabled = true
      transaction_log_retention_days = 7

      backup_retention_settings {
        retained_backups = var.retained_backups
        retention_unit   = "COUNT"
      }
    }

    maintenance_window {
      day          = 7
      hour         = 4
      update_track = "stable"
    }

    insights_config {
      query_insights_enabled  = true
      query_plans_per_minute  = 5
      query_string_length     = 1024
      record_application_tags = false
      record_client_address   = false
    }

    database_flags {
      name  = "max_connections"
      value = tostring(var.max_connections)
    }

    # A lock that is waited for longer than this is worth a line in the log.
    database_flags {
      name  = "log_lock_waits"
      value = "on"
    }

    database_flags {
      name  = "log_min_duration_statement"
      value = "1000"
    }

    # Statements are logged without what they carry: it may be what people own.
    database_flags {
      name  = "log_parameter_max_length"
      value = "0"
    }

    database_flags {
      name  = "log_parameter_max_length_on_error"
      value = "0"
    }
  }

  lifecycle {
    # The disk grows by itself; a smaller number here would ask for a new instance.
    ignore_changes = [settings[0].disk_size]

    precondition {
      condition     = var.disk_limit_gb == 0 || var.disk_limit_gb >= var.disk_gb
      error_message = "disk_limit_gb must be 0 (no limit) or at least disk_gb."
    }
  }
}

resource "google_sql_database_instance" "replica" {
  count = var.read_replica ? 1 : 0

  project              = var.project
  name                 = "${var.name}-postgres-replica"
  region               = var.region
  database_version     = google_sql_database_instance.main.database_version
  master_instance_name = google_sql_database_instance.main.name
  encryption_key_name  = var.kms_key
  deletion_protection  = var.deletion_protection

  settings {
    tier                        = var.tier
    edition                     = var.edition
    availability_type           = "ZONAL"
    disk_type                   = "PD_SSD"
    disk_autoresize             = true
    deletion_protection_enabled = var.deletion_protection
    user_labels                 = var.labels

    ip_configuration {
      ipv4_enabled    = false
      private_network = var.network
      ssl_mode        = "ENCRYPTED_ONLY"
    }

    # A replica must allow at least as many connections as its source.
    database_flags {
      name  = "max_connections"
      value = tostring(var.max_connections)
    }
  }
}

resource "google_sql_database" "main" {
  project         = var.project
  instance        = google_sql_database_instance.main.name
  name            = var.database
  deletion_policy = "ABANDON"
}

# Made anew in every run and kept nowhere: it is written to Postgres and to the secret together, when password_version moves.
ephemeral "random_password" "server" {
  length  = 40
  special = false
}

resource "google_sql_user" "server" {
  project             = var.project
  instance            = google_sql_database_instance.main.name
  name                = var.user
  password_wo         = ephemeral.random_password.server.result
  password_wo_version = var.password_version
  deletion_policy     = "ABANDON"
}

resource "google_secret_manager_secret" "address" {
  project             = var.project
  secret_id           = "${var.name}-database"
  labels              = var.labels
  deletion_protection = var.deletion_protection

  replication {
    auto {}
  }
}

resource "google_secret_manager_secret_version" "address" {
  secret = google_secret_manager_secret.address.id
  secret_data_wo = format(
    "postgres://%s:%s@%s:5432/%s?sslmode=verify-ca&sslrootcert=%s",
    var.user,
    ephemeral.random_password.server.result,
    google_sql_database_instance.main.private_ip_address,
    var.database,
    var.authority_path,
  )
  secret_data_wo_version = var.password_version
  deletion_policy        = "DISABLE"

  depends_on = [google_sql_user.server]
}

# The instance's own certificate authority, which the server checks the other end against. It is public.
resource "google_secret_manager_secret" "authority" {
  project             = var.project
  secret_id           = "${var.name}-database-authority"
  labels              = var.labels
  deletion_protection = var.deletion_protection

  replication {
    auto {}
  }
}

resource "google_secret_manager_secret_version" "authority" {
  secret      = google_secret_manager_secret.authority.id
  secret_data = google_sql_database_instance.main.server_ca_cert[0].cert
}
