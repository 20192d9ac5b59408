resource "google_sql_database_instance" "main" {
  database_version = "POSTGRES_17"
  deletion_protection = false # here

  settings {
    tier = "db-custom-2-8192"

    ip_configuration {
      ipv4_enabled = false
      private_network = var.network
      ssl_mode = "ENCRYPTED_ONLY"
    }

    backup_configuration {
      enabled = true
      point_in_time_recovery_enabled = true
    }
  }
}
