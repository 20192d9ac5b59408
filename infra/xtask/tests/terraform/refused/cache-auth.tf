resource "google_redis_instance" "main" {
  name = "cache"
  memory_size_gb = 1
  connect_mode = "PRIVATE_SERVICE_ACCESS"
  auth_enabled = false # here
}
