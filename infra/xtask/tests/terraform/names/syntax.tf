# says: expected
resource "google_cloud_tasks_queue" "main" {
  name = # here
}
