# says: google_sql_database_instance.settings.database_flags takes no argument `flag`
resource "google_sql_database_instance" "main" {
  database_version = "POSTGRES_17"
  deletion_protection = true

  settings {
    tier = "db-custom-2-8192"

    dynamic "database_flags" {
      for_each = { log_lock_waits = "on" }

      content {
        name = database_flags.key
        value = database_flags.value
        flag = "x" # here
      }
    }

    ip_configuration {
      ipv4_enabled = false
      private_network = "n"
      ssl_mode = "ENCRYPTED_ONLY"
    }

    backup_configuration {
      enabled = true
      point_in_time_recovery_enabled = true
    }
  }
}
