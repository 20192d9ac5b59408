resource "google_sql_database_instance" "main" { # here
  database_version = "POSTGRES_17"
  deletion_protection = true

  settings {
    tier = "db-custom-2-8192"

    ip_configuration {
      ipv4_enabled = false
      private_network = var.network
      ssl_mode = "ENCRYPTED_ONLY"
    }

    backup_configuration {
      enabled = true
    }
  }
}
