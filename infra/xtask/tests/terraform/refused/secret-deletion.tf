resource "google_secret_manager_secret" "main" {
  secret_id = "key"
  deletion_protection = false # here

  replication {
    auto {}
  }
}
