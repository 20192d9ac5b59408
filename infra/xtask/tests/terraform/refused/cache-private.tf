resource "google_redis_instance" "main" {
  name = "cache"
  memory_size_gb = 1
  auth_enabled = true
  connect_mode = "DIRECT_PEERING" # here
}
