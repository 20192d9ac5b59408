# says: google_cloud_tasks_queue has no attribute `url`
resource "google_cloud_tasks_queue" "main" {
  name = "x"
  location = "y"
}

output "queue" {
  description = "Queue."
  value = google_cloud_tasks_queue.main.url # here
}
