# says: google_cloud_tasks_queue needs `location`
resource "google_cloud_tasks_queue" "main" {
  name = "x" # here
}
