resource "google_storage_bucket" "main" {
  name = "objects"
  location = var.region
  uniform_bucket_level_access = true
  public_access_prevention = "enforced"
  force_destroy = false

  versioning {
    enabled = false # here
  }
}
