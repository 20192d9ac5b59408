# says: google_redis_instance.memory_size_gb takes a number
resource "google_redis_instance" "main" {
  name = "x"
  memory_size_gb = "one" # here
  auth_enabled = true
  connect_mode = "PRIVATE_SERVICE_ACCESS"
}
