# says: google_secret_manager_secret needs a block `replication`
resource "google_secret_manager_secret" "main" {
  secret_id = "x" # here
  deletion_protection = true
}
